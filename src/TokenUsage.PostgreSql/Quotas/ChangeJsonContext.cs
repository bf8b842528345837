using System.Text.Json.Serialization;
using TokenUsage.Admission;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>What the compiler needs to read and write changes without reflection.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(DimensionConverter)])]
[JsonSerializable(typeof(QuotaChange))]
[JsonSerializable(typeof(QuotaDefinition))]
[JsonSerializable(typeof(UsageDimensions))]
internal sealed partial class ChangeJsonContext : JsonSerializerContext;
