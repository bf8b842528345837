namespace TokenUsage;

/// <summary>The time that a report covers, and how complete it is.</summary>
public sealed record ReportPeriod
{
    /// <summary>Gets the first moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the IANA time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets the moment up to which calls are in: the end of the period, or when it was read if that was before.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Gets how many records were still under way to the store, and so are missing.</summary>
    public long Pending { get; init; }

    /// <summary>Gets the moment from which on the numbers are exact; <see langword="null"/> when all are.</summary>
    public DateTimeOffset? ExactFrom { get; init; }
}
