using System.Text.Json;

namespace TokenUsage.Reporting.Reports;

/// <summary>Totals as one JSON object, the same in every answer. What is unknown is <c>null</c>, never zero.</summary>
internal static class TotalsJson
{
    public static void Write(Utf8JsonWriter json, UsageTotals totals)
    {
        json.WriteStartObject();
        json.WriteNumber("calls", totals.Calls);
        json.WriteNumber("attempts", totals.Attempts);
        json.WriteNumber("succeeded", totals.Succeeded);
        json.WriteNumber("failed", totals.Failed);
        json.WriteNumber("refused", totals.Refused);
        json.WriteNumber("interrupted", totals.Interrupted);
        json.WriteNumber("cached", totals.Cached);
        WriteNumber(json, "input", totals.Tokens.Input);
        WriteNumber(json, "cached_input", totals.Tokens.CachedInput);
        WriteNumber(json, "cache_write", totals.Tokens.CacheWrite);
        WriteNumber(json, "output", totals.Tokens.Output);
        WriteNumber(json, "reasoning", totals.Tokens.Reasoning);
        WriteNumber(json, "usd", totals.PricedUsd);
        json.WriteNumber("avoided_usd", totals.AvoidedUsd);
        json.WriteNumber("unpriced_calls", totals.Coverage.UnpricedCalls);
        json.WriteNumber("unpriced_tokens", totals.Coverage.UnpricedTokens);
        json.WriteNumber("estimated_calls", totals.Coverage.EstimatedCalls);
        json.WriteNumber("unreported_calls", totals.Coverage.UnreportedCalls);
        json.WriteNumber("estimated_usd", totals.Coverage.EstimatedUsd);
        WriteNumber(json, "active_users", totals.ActiveUsers);
        WriteNumber(json, "latency_p50_ms", Milliseconds(totals.Latency?.P50));
        WriteNumber(json, "latency_p95_ms", Milliseconds(totals.Latency?.P95));
        WriteNumber(json, "latency_p99_ms", Milliseconds(totals.Latency?.P99));
        json.WriteStartObject("meters");
        foreach (UsageMeter meter in totals.Meters) json.WriteNumber(meter.Name, meter.Quantity);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    private static decimal? Milliseconds(TimeSpan? time) =>
        time is { } known ? (decimal)known.Ticks / TimeSpan.TicksPerMillisecond : null;
}
