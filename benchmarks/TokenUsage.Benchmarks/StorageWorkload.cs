namespace TokenUsage.Benchmarks;

/// <summary>The records that the storage figures are about: 5,000 users, 12 models, 20 features.</summary>
internal sealed class StorageWorkload(int perDay)
{
    public const int BatchSize = 500;

    private readonly string[] _users = [.. Enumerable.Range(0, 5_000).Select(i => $"user-{i:d5}@example.org")];
    private readonly string[] _models = [.. Enumerable.Range(0, 12).Select(i => $"model-{i}-2026-05-01")];
    private readonly string[] _features = [.. Enumerable.Range(0, 20).Select(i => $"feature-{i}")];
    private readonly Random _random = new(20_260_501);
    private int _next;

    public static DateTimeOffset Start { get; } = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public UsageRecord[] NextBatch() => [.. Enumerable.Range(0, BatchSize).Select(_ => Next())];

    private UsageRecord Next()
    {
        int number = _next++;
        DateTimeOffset at = Start.AddTicks((long)((double)number / perDay * TimeSpan.TicksPerDay));
        int model = _random.Next(_models.Length);
        int input = _random.Next(50, 8_000);
        int output = _random.Next(10, 1_500);
        decimal inputUsd = input * (model + 1) * 0.00000025m;
        decimal outputUsd = output * (model + 1) * 0.000001m;
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            Duration = TimeSpan.FromMilliseconds(_random.Next(200, 9_000)),
            TimeToFirstToken = TimeSpan.FromMilliseconds(_random.Next(80, 900)),
            Provider = model < 6 ? "openai" : "anthropic",
            Operation = "chat",
            Endpoint = model < 6 ? "/v1/chat/completions" : "/v1/messages",
            RequestedModel = _models[model],
            Model = _models[model],
            ResponseId = $"resp_{number:x12}",
            Tokens = new TokenCounts { Input = input, CachedInput = input / 2, Output = output },
            Cost = new Cost
            {
                Status = CostStatus.Priced,
                Usd = inputUsd + outputUsd,
                InputUsd = inputUsd,
                OutputUsd = outputUsd,
                ListUsd = inputUsd + outputUsd,
                PriceVersion = "2026-05-01",
                PriceMatch = _models[model],
            },
            Outcome = number % 50 == 0 ? CallOutcome.Failed : CallOutcome.Success,
            Dimensions = new UsageDimensions
            {
                User = _users[_random.Next(_users.Length)],
                Feature = _features[_random.Next(_features.Length)],
                Project = "acme",
            },
        };
    }
}
