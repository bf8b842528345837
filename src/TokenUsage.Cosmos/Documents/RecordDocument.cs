using System.Globalization;
using System.Text.Json;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Documents;

/// <summary>A record as a document of its user's partition.</summary>
/// <remarks>
/// What queries and other tools look for are plain numbers; beside them <c>cost</c> holds the amounts as texts, which no
/// double has touched, and it is these that are read back.
/// </remarks>
internal static class RecordDocument
{
    public const string Type = "record";

    /// <summary>Gets the partition of a user; calls without one share a partition of their own.</summary>
    public static string PartitionOf(UsageRecord record) => record.Dimensions.User ?? "";

    public static string IdOf(Guid id) => id.ToString("N");

    /// <summary>Gets a text that sorts as <see cref="RecordPosition"/> does: Cosmos DB orders by one field at a time.</summary>
    public static string PositionOf(RecordPosition position) =>
        position.StartedAt.UtcTicks.ToString("x16", CultureInfo.InvariantCulture) + IdOf(position.Id);

    public static string DigestOf(UsageRecord record) =>
        RecordDigest.Of(record).ToString("x16", CultureInfo.InvariantCulture);

    public static ReadOnlyMemory<byte> Write(UsageRecord record, string batch, long? timeToLive) =>
        Write(record, batch, DigestOf(record), CostHistory.None, timeToLive);

    /// <summary>Writes a record whose cost was corrected. Batch and digest stay those of the record as it was offered.</summary>
    public static ReadOnlyMemory<byte> Write(
        UsageRecord record, string batch, string digest, CostHistory history, long? timeToLive) =>
        JsonText.Write(json =>
    {
        json.WriteString("id", IdOf(record.Id));
        json.WriteString("type", Type);
        json.WriteString("position", PositionOf(RecordPosition.Of(record)));
        json.WriteString("batch", batch);
        json.WriteString("digest", digest);
        json.WriteCount("ttl", timeToLive);
        WriteCall(json, record);
        WriteTokens(json, record);
        WriteAmounts(json, record.Cost);
        CostJson.Write(json, "cost", record.Cost);
        history.Write(json);
        json.WriteEntries("tags", record.Dimensions.Tags);
        json.WriteEntries("request_metadata", record.Metadata);
    });

    public static UsageRecord Read(JsonElement document) => new()
    {
        Id = Guid.ParseExact(document.GetProperty("id").GetString()!, "N"),
        OperationId = Guid.ParseExact(document.GetProperty("operation_id").GetString()!, "N"),
        Attempt = (int)document.Count("attempt")!,
        Weight = (int)(document.Count("weight") ?? 1),
        StartedAt = DateTimeOffset.ParseExact(
            document.GetProperty("timestamp").GetString()!,
            "O",
            CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind),
        Duration = TimeOf(document, "duration") ?? TimeSpan.Zero,
        TimeToFirstToken = TimeOf(document, "time_to_first_token"),
        Provider = document.Text("provider") ?? "",
        Operation = document.Text("operation_type") ?? "",
        Endpoint = document.Text("endpoint"),
        RequestedModel = document.Text("requested_model"),
        Model = document.Text("model"),
        ResponseId = document.Text("response_id"),
        ServiceTier = document.Text("service_tier"),
        Tokens = new TokenCounts
        {
            Input = document.Count("input_tokens"),
            CachedInput = document.Count("cached_input_tokens"),
            CacheWrite = document.Count("cache_write_tokens"),
            CacheWrite1h = document.Count("cache_write_1h_tokens"),
            Output = document.Count("output_tokens"),
            Reasoning = document.Count("reasoning_tokens"),
        },
        Meters = [.. document.GetProperty("meters").EnumerateArray().Select(ReadMeter)],
        Source = document.Word<UsageSource>("usage_source"),
        Cost = CostJson.Read(document.GetProperty("cost")),
        Outcome = document.Word<CallOutcome>("outcome"),
        ErrorType = document.Text("error_type"),
        Dimensions = new UsageDimensions
        {
            User = document.TryGetProperty("has_user", out _) ? document.Text("user_id") : null,
            Session = document.Text("thread_id"),
            Agent = document.Text("agent_name"),
            Feature = document.Text("feature"),
            Project = document.Text("project"),
            Tags = document.Entries("tags"),
        },
        Priority = document.Word<Priority>("priority"),
        Metadata = document.Entries("request_metadata"),
    };

    private static void WriteCall(Utf8JsonWriter json, UsageRecord record)
    {
        json.WriteString("user_id", PartitionOf(record));
        if (record.Dimensions.User is not null) json.WriteBoolean("has_user", true);
        json.WriteText("thread_id", record.Dimensions.Session);
        json.WriteText("agent_name", record.Dimensions.Agent);
        json.WriteText("feature", record.Dimensions.Feature);
        json.WriteText("project", record.Dimensions.Project);
        json.WriteString("timestamp", record.StartedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("duration", record.Duration.ToString("c", CultureInfo.InvariantCulture));
        json.WriteText("time_to_first_token", record.TimeToFirstToken?.ToString("c", CultureInfo.InvariantCulture));
        json.WriteString("provider", record.Provider);
        json.WriteString("operation_type", record.Operation);
        json.WriteText("endpoint", record.Endpoint);
        json.WriteText("requested_model", record.RequestedModel);
        json.WriteText("model", record.Model);
        json.WriteText("response_id", record.ResponseId);
        json.WriteText("service_tier", record.ServiceTier);
        json.WriteString("operation_id", IdOf(record.OperationId));
        json.WriteNumber("attempt", record.Attempt);
        if (record.Weight != 1) json.WriteNumber("weight", record.Weight);
        json.WriteString("outcome", record.Outcome.ToString());
        json.WriteText("error_type", record.ErrorType);
        json.WriteString("priority", record.Priority.ToString());
    }

    private static void WriteTokens(Utf8JsonWriter json, UsageRecord record)
    {
        TokenCounts tokens = record.Tokens;
        json.WriteCount("input_tokens", tokens.Input);
        json.WriteCount("cached_input_tokens", tokens.CachedInput);
        json.WriteCount("cache_write_tokens", tokens.CacheWrite);
        json.WriteCount("cache_write_1h_tokens", tokens.CacheWrite1h);
        json.WriteCount("output_tokens", tokens.Output);
        json.WriteCount("reasoning_tokens", tokens.Reasoning);
        json.WriteCount("total_tokens", tokens.Total);
        json.WriteString("usage_source", record.Source.ToString());
        json.WriteStartArray("meters");
        foreach (UsageMeter meter in record.Meters)
        {
            json.WriteStartArray();
            json.WriteStringValue(meter.Name);
            json.WriteStringValue(meter.Quantity.ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteAmounts(Utf8JsonWriter json, Cost cost)
    {
        if (cost.InputUsd is { } input) json.WriteNumber("input_cost", input);
        if (cost.OutputUsd is { } output) json.WriteNumber("output_cost", output);
        if (cost.Usd is { } total) json.WriteNumber("total_cost", total);
    }

    private static UsageMeter ReadMeter(JsonElement meter) => new(
        meter[0].GetString()!,
        decimal.Parse(meter[1].GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static TimeSpan? TimeOf(JsonElement document, string name) => document.Text(name) is { } text
        ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)
        : null;
}
