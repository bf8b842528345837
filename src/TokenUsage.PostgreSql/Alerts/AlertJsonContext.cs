using System.Text.Json.Serialization;
using TokenUsage.Alerting;

namespace TokenUsage.PostgreSql.Alerts;

/// <summary>Writes alerts as JSON and reads them back, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertEntry))]
[JsonSerializable(typeof(AlertDelivery))]
[JsonSerializable(typeof(AlertSilence))]
internal sealed partial class AlertJsonContext : JsonSerializerContext;
