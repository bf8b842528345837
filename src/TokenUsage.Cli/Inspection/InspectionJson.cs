using System.Text;
using System.Text.Json;

namespace TokenUsage.Cli.Inspection;

/// <summary>Writes one JSON object a line. What was not reported is <c>null</c>, never zero.</summary>
internal static class InspectionJson
{
    public static void Write(IEnumerable<Inspection> inspections, TextWriter output)
    {
        using var buffer = new MemoryStream();
        foreach (Inspection inspection in inspections)
        {
            buffer.SetLength(0);
            using (var json = new Utf8JsonWriter(buffer)) Write(inspection, json);
            output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        }
    }

    private static void Write(Inspection inspection, Utf8JsonWriter json)
    {
        InspectedUsage usage = inspection.Usage;
        json.WriteStartObject();
        json.WriteString("id", inspection.Id);
        json.WriteString("provider", usage.Provider);
        json.WriteString("api", usage.Api);
        json.WriteString("model", inspection.Model);
        json.WriteBoolean("stream", usage.IsStream);
        WriteNumber(json, "input", usage.Tokens.Input);
        WriteNumber(json, "cachedInput", usage.Tokens.CachedInput);
        WriteNumber(json, "cacheWrite", usage.Tokens.CacheWrite);
        WriteNumber(json, "output", usage.Tokens.Output);
        WriteNumber(json, "reasoning", usage.Tokens.Reasoning);
        WriteNumber(json, "inputAudio", inspection.Meter(UsageMeters.InputAudio));
        WriteNumber(json, "outputAudio", inspection.Meter(UsageMeters.OutputAudio));
        json.WriteStartObject("meters");
        foreach (UsageMeter meter in usage.Meters) json.WriteNumber(meter.Name, meter.Quantity);
        json.WriteEndObject();
        WriteNumber(json, "costUsd", inspection.Price.Usd);
        json.WriteString("source", usage.Source.ToString().ToLowerInvariant());
        json.WriteBoolean("billable", usage.IsBillable);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
