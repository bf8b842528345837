namespace TokenUsage;

/// <summary>One reason of a change of cost.</summary>
public sealed record CostDriver
{
    /// <summary>Gets the kind of reason.</summary>
    public required CostDriverKind Kind { get; init; }

    /// <summary>Gets the value of the dimension by which the change is explained, such as a feature's name.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what it adds to the cost, in dollars; below zero for a saving.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Gets it in words.</summary>
    public required string Message { get; init; }
}
