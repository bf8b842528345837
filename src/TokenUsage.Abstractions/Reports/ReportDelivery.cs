namespace TokenUsage;

/// <summary>A scheduled report on its way to those who get it.</summary>
public sealed record ReportDelivery
{
    /// <summary>Gets the schedule.</summary>
    public required ReportSchedule Schedule { get; init; }

    /// <summary>Gets the first moment of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the files, one for each format.</summary>
    public required IReadOnlyList<ReportFile> Files { get; init; }
}
