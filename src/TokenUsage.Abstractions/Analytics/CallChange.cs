namespace TokenUsage;

/// <summary>How a call might have been made instead. What is <see langword="null"/> stays as it was.</summary>
public sealed record CallChange
{
    /// <summary>Gets another provider; together with <see cref="Model"/>.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets another model.</summary>
    public string? Model { get; init; }

    /// <summary>Gets another service tier: <c>batch</c>, <c>flex</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Gets other counts.</summary>
    public TokenCounts? Tokens { get; init; }
}
