namespace TokenUsage.Testing.Generation;

/// <summary>An imagined service.</summary>
public sealed record UsageGeneratorOptions
{
    /// <summary>Gets the seed: the same one gives the same records, ids included.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets when the first hour begins.</summary>
    /// <value>The default is Monday, 5 January 2026, in UTC.</value>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets how many hours there are.</summary>
    /// <value>From 1. The default is a week.</value>
    public int Hours { get; init; } = 168;

    /// <summary>Gets how even the use is.</summary>
    public UsageLoad Load { get; init; }

    /// <summary>Gets what the tokens of every hour are multiplied by, to make a service smaller or larger.</summary>
    /// <value>More than 0. The default is 1, some thousand calls a day.</value>
    public double Scale { get; init; } = 1;

    /// <summary>Gets the hours that are unlike the others.</summary>
    public IReadOnlyList<PlantedAnomaly> Anomalies { get; init; } = [];

    /// <summary>Gets how many users there are; few of them make most calls.</summary>
    /// <value>From 1. The default is 50.</value>
    public int Users { get; init; } = 50;

    /// <summary>Gets the features that call.</summary>
    public IReadOnlyList<string> Features { get; init; } = ["search", "chat", "summary"];

    /// <summary>Gets the models that are called.</summary>
    public IReadOnlyList<GeneratedModel> Models { get; init; } =
    [
        new("openai", "gpt-4o-mini", 0.15m, 0.60m, 6),
        new("openai", "gpt-4o", 2.50m, 10m, 3),
        new("anthropic", "claude-sonnet-4-5", 3m, 15m),
    ];

    /// <summary>Gets the share of calls that fail.</summary>
    /// <value>From 0 to 1. The default is 0.01.</value>
    public double FailureRate { get; init; } = 0.01;

    /// <summary>Gets the share of calls that their callers break off.</summary>
    /// <value>From 0 to 1. The default is 0.02.</value>
    public double AbortRate { get; init; } = 0.02;
}
