using System.Globalization;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Records;

/// <summary>What is exported of a record: all of it, so that an import gives the same record again.</summary>
internal static class RecordColumns
{
    public static IReadOnlyList<RecordColumn> All { get; } =
    [
        Text("id", r => r.Id.ToString()),
        Text("operation_id", r => r.OperationId == Guid.Empty ? null : r.OperationId.ToString()),
        Number("attempt", r => r.Attempt),
        Text("started_at", r => r.StartedAt.ToString("O", CultureInfo.InvariantCulture)),
        Number("duration_ms", r => Milliseconds(r.Duration)),
        Number("time_to_first_token_ms", r => r.TimeToFirstToken is { } time ? Milliseconds(time) : null),
        Text("provider", r => r.Provider),
        Text("operation", r => r.Operation),
        Text("endpoint", r => r.Endpoint),
        Text("requested_model", r => r.RequestedModel),
        Text("model", r => r.Model),
        Text("response_id", r => r.ResponseId),
        Text("service_tier", r => r.ServiceTier),
        Number("input", r => r.Tokens.Input),
        Number("cached_input", r => r.Tokens.CachedInput),
        Number("cache_write", r => r.Tokens.CacheWrite),
        Number("cache_write_1h", r => r.Tokens.CacheWrite1h),
        Number("output", r => r.Tokens.Output),
        Number("reasoning", r => r.Tokens.Reasoning),
        new("meters", ColumnKind.Json, r => Meters(r.Meters)),
        Text("source", r => r.Source.ToString()),
        Text("outcome", r => r.Outcome.ToString()),
        Text("error_type", r => r.ErrorType),
        Text("user", r => r.Dimensions.User),
        Text("session", r => r.Dimensions.Session),
        Text("agent", r => r.Dimensions.Agent),
        Text("feature", r => r.Dimensions.Feature),
        Text("project", r => r.Dimensions.Project),
        new("tags", ColumnKind.Json, r => Pairs(r.Dimensions.Tags)),
        Text("priority", r => r.Priority.ToString()),
        Text("cost_status", r => r.Cost.Status.ToString()),
        Number("usd", r => r.Cost.Usd),
        Number("input_usd", r => r.Cost.InputUsd),
        Number("output_usd", r => r.Cost.OutputUsd),
        Number("list_usd", r => r.Cost.ListUsd),
        Number("billed_usd", r => r.Cost.BilledUsd),
        Text("price_version", r => r.Cost.PriceVersion),
        Text("price_match", r => r.Cost.PriceMatch),
        new("metadata", ColumnKind.Json, r => Pairs(r.Metadata)),
    ];

    /// <summary>Writes names and values as a JSON object; <see langword="null"/> when there are none.</summary>
    public static string? Pairs(IReadOnlyDictionary<string, string> pairs) => pairs.Count == 0 ? null
        : SummaryJson.Write(json =>
        {
            json.WriteStartObject();
            foreach ((string name, string value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
        });

    private static string? Meters(IReadOnlyList<UsageMeter> meters) => meters.Count == 0 ? null
        : SummaryJson.Write(json =>
        {
            json.WriteStartObject();
            foreach (UsageMeter meter in meters) json.WriteNumber(meter.Name, meter.Quantity);
            json.WriteEndObject();
        });

    // Exact: a tick is 0.0001 ms.
    private static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;

    private static RecordColumn Text(string name, Func<UsageRecord, string?> valueOf) =>
        new(name, ColumnKind.Text, valueOf);

    private static RecordColumn Number(string name, Func<UsageRecord, decimal?> valueOf) => new(
        name, ColumnKind.Number, r => valueOf(r)?.ToString(CultureInfo.InvariantCulture));
}
