namespace TokenUsage.Storage;

/// <summary>Another cost for one stored record.</summary>
public sealed record CostCorrection
{
    /// <summary>Gets the record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the cost that the record is taken to have. With any other it is left alone.</summary>
    public required Cost Before { get; init; }

    /// <summary>Gets the cost that it is to have.</summary>
    public required Cost After { get; init; }
}
