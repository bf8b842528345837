using System.Text.Json;

namespace TokenUsage.Cli.Importing;

/// <summary>Reads spend logs of the LiteLLM proxy: the rows of its table, or of <c>/spend/logs</c>.</summary>
internal static class LiteLlmFile
{
    private const string Kind = "litellm";

    public static bool Recognizes(JsonElement row) =>
        row.Text("request_id") is not null && row.Member("spend").ValueKind == JsonValueKind.Number;

    public static CallRow Read(JsonElement row, string place)
    {
        if (row.Moment("startTime") is not { } start) return new(place, null, "has no 'startTime'");

        string identity = row.Text("request_id")!;
        JsonElement metadata = row.Member("metadata");
        string? name = row.Text("model");
        string provider = row.Text("custom_llm_provider")
            ?? (name?.Split('/') is [var first, _, ..] ? first : "unknown");
        bool hasFailed = row.Text("status") is "failure" || metadata.Text("status") is "failure";
        bool wasCached = row.Text("cache_hit") is "True" or "true";
        Guid id = StableId.Of(Kind, identity);
        return new(place, new ImportedCall
        {
            Identity = identity,

            // A failed or cached row says 0, which is no price but the absence of one.
            StatedUsd = row.Amount("spend") is > 0 and var spend ? spend : null,
            Record = new UsageRecord
            {
                Id = id,
                OperationId = id,
                StartedAt = start,
                Duration = row.Moment("endTime") is { } end && end > start ? end - start : TimeSpan.Zero,
                Provider = provider,
                Operation = OperationOf(row.Text("call_type")),
                RequestedModel = row.Text("model_group"),
                Model = name?.StartsWith(provider + "/", StringComparison.Ordinal) == true
                    ? name[(provider.Length + 1)..] : name,
                Tokens = new TokenCounts
                {
                    Input = row.Count("prompt_tokens"),
                    CachedInput = metadata.Member("usage_object").Member("prompt_tokens_details")
                        .Count("cached_tokens"),
                    Output = row.Count("completion_tokens"),
                },
                Cost = Cost.Unpriced,
                Outcome = hasFailed ? CallOutcome.Failed : wasCached ? CallOutcome.Cached : CallOutcome.Success,
                Dimensions = new UsageDimensions
                {
                    User = row.Text("end_user") ?? row.Text("user"),
                    Session = row.Text("session_id"),
                    Project = row.Text("team_id") ?? metadata.Text("user_api_key_team_id"),
                },
            },
        }, null);
    }

    private static string OperationOf(string? type) => type switch
    {
        not null when type.Contains("embedding", StringComparison.Ordinal) => "embeddings",
        _ => "chat",
    };
}
