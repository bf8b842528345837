namespace TokenUsage;

/// <summary>What an analyzer looks at.</summary>
public sealed class AnalysisPeriod
{
    /// <summary>Gets the first moment of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after the period.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the period's records, oldest first.</summary>
    /// <remarks>At most 200,000, evenly thinned beyond that; <see cref="SampleFactor"/> says how much.</remarks>
    public required IReadOnlyList<UsageRecord> Records { get; init; }

    /// <summary>Gets how many of the period's records each one stands for; 1 where all of them are here.</summary>
    public double SampleFactor { get; init; } = 1;

    /// <summary>Gets the read door, for what single records do not tell.</summary>
    public required ITokenUsageStats Stats { get; init; }

    /// <summary>Gets what prices calls as if they had been made differently.</summary>
    public required ICallRepricer Prices { get; init; }
}
