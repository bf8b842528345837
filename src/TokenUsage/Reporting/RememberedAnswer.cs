namespace TokenUsage.Reporting;

/// <summary>An answer, and the state of the store that it is true for.</summary>
internal sealed record RememberedAnswer
{
    public required UsageSummary Summary { get; init; }

    /// <summary>Gets the store's version.</summary>
    public required long Version { get; init; }

    /// <summary>Gets how many appends of this process were over; null when that could not be told.</summary>
    public required long? Appends { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after what the answer is about; the end of time where its range moves on.</summary>
    public required DateTimeOffset To { get; init; }

    public bool IsMoving => To == DateTimeOffset.MaxValue;
}
