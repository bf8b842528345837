using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenUsage.AspNetCore.Json;

/// <summary>Writes a dimension as its name.</summary>
internal sealed class DimensionConverter : JsonConverter<Dimension>
{
    public override Dimension Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Dimension.TryParse(reader.GetString(), out Dimension dimension)
            ? dimension
            : throw new JsonException("That is no dimension; use user, model, tag:NAME or another one.");

    public override void Write(Utf8JsonWriter writer, Dimension value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
