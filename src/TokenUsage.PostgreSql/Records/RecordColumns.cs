using NpgsqlTypes;

namespace TokenUsage.PostgreSql.Records;

/// <summary>The columns of <c>usage_record</c>, in the order in which they are written and read.</summary>
internal static class RecordColumns
{
    public static IReadOnlyList<RecordColumn> All { get; } =
    [
        Id("id", r => r.Id),
        new ValueColumn<long>("digest", "bigint", NpgsqlDbType.Bigint, r => r.Digest),
        new ValueColumn<DateOnly>("day", "date", NpgsqlDbType.Date, r => r.Day),
        new ValueColumn<DateTime>(
            "started_at", "timestamptz", NpgsqlDbType.TimestampTz, r => StoredRecord.Split(r.Record.StartedAt).Micros),
        Small("started_ticks", r => StoredRecord.Split(r.StartedAt).Ticks),
        new ValueColumn<int>("attempt", "integer", NpgsqlDbType.Integer, r => r.Record.Attempt),
        new ValueColumn<int>("weight", "integer", NpgsqlDbType.Integer, r => r.Record.Weight),
        Small("outcome", r => (short)r.Outcome),
        Small("priority", r => (short)r.Priority),
        Small("source", r => (short)r.Source),
        Small("cost_status", r => (short)r.Cost.Status),
        Number("duration", r => r.Duration.Ticks),
        Number("time_to_first_token", r => r.TimeToFirstToken?.Ticks),
        Number("input_tokens", r => r.Tokens.Input),
        Number("cached_input_tokens", r => r.Tokens.CachedInput),
        Number("cache_write_tokens", r => r.Tokens.CacheWrite),
        Number("cache_write_1h_tokens", r => r.Tokens.CacheWrite1h),
        Number("output_tokens", r => r.Tokens.Output),
        Number("reasoning_tokens", r => r.Tokens.Reasoning),
        Money("usd", r => r.Cost.Usd),
        Money("input_usd", r => r.Cost.InputUsd),
        Money("output_usd", r => r.Cost.OutputUsd),
        Money("list_usd", r => r.Cost.ListUsd),
        Money("billed_usd", r => r.Cost.BilledUsd),
        Id("operation_id", r => r.OperationId == Guid.Empty ? null : r.OperationId),
        Text("user_id", r => r.Dimensions.User),
        Text("session_id", r => r.Dimensions.Session),
        Text("agent", r => r.Dimensions.Agent),
        Text("feature", r => r.Dimensions.Feature),
        Text("project", r => r.Dimensions.Project),
        Text("provider", r => r.Provider),
        Text("operation", r => r.Operation),
        Text("endpoint", r => r.Endpoint),
        Text("model", r => r.Model),
        Text("requested_model", r => r.RequestedModel),
        Text("service_tier", r => r.ServiceTier),
        Text("error_type", r => r.ErrorType),
        Text("response_id", r => r.ResponseId),
        Text("price_version", r => r.Cost.PriceVersion),
        Text("price_match", r => r.Cost.PriceMatch),
        Json("meters", r => RecordJson.Write(r.Meters)),
        Json("tags", r => RecordJson.Write(r.Dimensions.Tags)),
        Json("metadata", r => RecordJson.Write(r.Metadata)),
    ];

    /// <summary>Gets the names, separated by commas.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(c => c.Name));

    private static ValueColumn<long> Number(string name, Func<UsageRecord, long?> read) =>
        new(name, "bigint", NpgsqlDbType.Bigint, r => read(r.Record));

    private static ValueColumn<short> Small(string name, Func<UsageRecord, short> read) =>
        new(name, "smallint", NpgsqlDbType.Smallint, r => read(r.Record));

    private static ValueColumn<decimal> Money(string name, Func<UsageRecord, decimal?> read) =>
        new(name, "numeric", NpgsqlDbType.Numeric, r => read(r.Record));

    private static ValueColumn<Guid> Id(string name, Func<UsageRecord, Guid?> read) =>
        new(name, "uuid", NpgsqlDbType.Uuid, r => read(r.Record));

    private static TextColumn Text(string name, Func<UsageRecord, string?> read) =>
        new(name, "text", NpgsqlDbType.Text, read);

    private static TextColumn Json(string name, Func<UsageRecord, string?> read) =>
        new(name, "jsonb", NpgsqlDbType.Jsonb, read);
}
