using System.Text.Json;

namespace TokenUsage.Cli.Importing;

/// <summary>Reads the session logs of coding agents in the shape of Claude Code: JSON Lines, a line for each event.</summary>
/// <remarks>
/// One answer is in them more than once: a line for each part of it as it streamed, and again in the file of every
/// session that was resumed from it. The message's id and the request's id together are one answer.
/// </remarks>
internal static class SessionLogFile
{
    private const string Kind = "session-log";
    private const string Placeholder = "<synthetic>";

    public static bool Recognizes(JsonElement line) =>
        line.Text("sessionId") is not null && line.Text("type") is not null
        || line.Member("message").Member("usage").ValueKind == JsonValueKind.Object;

    public static CallRow Read(JsonElement line, string place, string project)
    {
        JsonElement message = line.Member("message");
        JsonElement usage = message.Member("usage");
        if (usage.ValueKind != JsonValueKind.Object || message.Text("model") == Placeholder)
            return new(place, null, null);
        if (line.Moment("timestamp") is not { } at) return new(place, null, "has usage and no 'timestamp'");
        if (usage.Count("input_tokens") is not { } fresh) return new(place, null, "has usage without 'input_tokens'");

        string identity = IdentityOf(line, message, place);
        return new(place, new ImportedCall
        {
            Identity = identity,
            StatedUsd = line.Amount("costUSD"),
            Host = "api.anthropic.com",
            Record = RecordOf(line, StableId.Of(Kind, identity), at, fresh, project),
        }, null);
    }

    private static string IdentityOf(JsonElement line, JsonElement message, string place) =>
        message.Text("id") is { } id && line.Text("requestId") is { } request ? $"{id}:{request}"
            : line.Text("uuid") ?? $"{line.Text("sessionId")} {place}";

    private static UsageRecord RecordOf(JsonElement line, Guid id, DateTimeOffset at, long fresh, string project)
    {
        JsonElement message = line.Member("message");
        JsonElement usage = message.Member("usage");
        bool isSubAgent = line.Member("isSidechain").ValueKind == JsonValueKind.True;
        return new UsageRecord
        {
            Id = id,
            OperationId = id,
            StartedAt = at,
            Provider = "anthropic",
            Operation = "chat",
            Model = message.Text("model"),
            ResponseId = message.Text("id"),
            ServiceTier = usage.Text("service_tier"),
            Tokens = TokensOf(usage, fresh),
            Cost = Cost.Unpriced,
            Outcome = CallOutcome.Success,
            Dimensions = new UsageDimensions
            {
                Session = line.Text("sessionId"),
                Agent = line.Text("agentId") ?? (isSubAgent ? "sub-agent" : "main"),
                Project = line.Text("cwd") is { } folder ? Path.GetFileName(folder.TrimEnd('/', '\\')) : project,
            },
        };
    }

    // The log counts what was read from and written to the cache beside the input; here the input is all of it.
    private static TokenCounts TokensOf(JsonElement usage, long fresh)
    {
        long? read = usage.Count("cache_read_input_tokens");
        long? write = usage.Count("cache_creation_input_tokens");
        return new TokenCounts
        {
            Input = fresh + (read ?? 0) + (write ?? 0),
            CachedInput = read,
            CacheWrite = write,
            CacheWrite1h = usage.Member("cache_creation").Count("ephemeral_1h_input_tokens"),
            Output = usage.Count("output_tokens"),
        };
    }
}
