using System.Collections.Immutable;

namespace TokenUsage.Conformance;

/// <summary>Makes records for tests. Ids count up, so that a failure names the same record every time.</summary>
public sealed class RecordFactory
{
    private int _next;

    public static DateTimeOffset Noon { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public Guid NextId() => new(++_next, 0, 7, [8, 0, 0, 0, 0, 0, 0, 0]);

    public UsageRecord Make(
        DateTimeOffset? at = null,
        string? user = null,
        string? model = "gpt-4o",
        string? feature = null,
        long? input = 10,
        long? output = 5,
        decimal? usd = 0.000125m) => new()
        {
            Id = NextId(),
            StartedAt = at ?? Noon,
            Duration = TimeSpan.FromMilliseconds(250),
            Provider = "openai",
            Operation = "chat",
            Model = model,
            Tokens = new TokenCounts { Input = input, Output = output },
            Cost = new Cost { Status = usd is null ? CostStatus.Unpriced : CostStatus.Priced, Usd = usd },
            Dimensions = new UsageDimensions { User = user, Feature = feature },
        };

    /// <summary>Makes a record in which every member says something.</summary>
    public UsageRecord MakeFull() => new()
    {
        Id = NextId(),
        OperationId = new Guid(77, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]),
        Attempt = 2,
        StartedAt = Noon.AddTicks(1_234_567),
        Duration = TimeSpan.FromTicks(98_765_432),
        TimeToFirstToken = TimeSpan.FromTicks(1_234_567),
        Provider = "anthropic",
        Operation = "chat",
        Endpoint = "/v1/messages",
        RequestedModel = "claude-sonnet",
        Model = "claude-sonnet-4-5",
        ResponseId = "msg_01",
        ServiceTier = "priority",
        Tokens = new TokenCounts
        {
            Input = 1_000,
            CachedInput = 0,
            CacheWrite = 200,
            CacheWrite1h = 100,
            Output = 50,
            Reasoning = null,
        },
        Meters = [new UsageMeter("web_search", 2), new UsageMeter("audio_seconds", 12.345m)],
        Source = UsageSource.Partial,
        Cost = new Cost
        {
            Status = CostStatus.Partial,
            Usd = 0.0123456789012345678901m,
            InputUsd = 0.01m,
            OutputUsd = 0,
            ListUsd = 1_234_567_890.12m,
            BilledUsd = 0.02m,
            PriceVersion = "2026-05-01",
            PriceMatch = "anthropic/claude-sonnet-4-5 (dated)",
        },
        Outcome = CallOutcome.Interrupted,
        ErrorType = "overloaded_error",
        Dimensions = new UsageDimensions
        {
            User = "alice",
            Session = "t-42",
            Agent = "planner",
            Feature = "search",
            Project = "acme",
            Tags = ImmutableDictionary<string, string>.Empty.Add("team", "blue").Add("ünïcode", "✓ 🚀"),
        },
        Priority = Priority.High,
        Metadata = ImmutableDictionary<string, string>.Empty.Add("x-ratelimit-remaining", "99"),
    };
}
