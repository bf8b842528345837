using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenUsage.AspNetCore.Json;

/// <summary>Writes a duration as seconds: a number, which every language reads.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        double seconds = reader.GetDouble();
        return seconds is >= 0 and <= 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw new JsonException("Use seconds from 0.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalSeconds);
}
