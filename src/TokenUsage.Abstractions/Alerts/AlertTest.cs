namespace TokenUsage;

/// <summary>What a rule would have said, had it been there.</summary>
public sealed record AlertTest
{
    /// <summary>Gets the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets how often it was evaluated.</summary>
    public int Evaluations { get; init; }

    /// <summary>Gets the messages, oldest first; at most 1,000.</summary>
    public IReadOnlyList<AlertNotice> Notices { get; init; } = [];
}
