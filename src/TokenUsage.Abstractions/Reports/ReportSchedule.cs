namespace TokenUsage;

/// <summary>A report that is made again and again.</summary>
public sealed record ReportSchedule
{
    /// <summary>Gets the name, with which its files begin: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how often it is made.</summary>
    /// <value>Every month by default.</value>
    public ReportCycle Cycle { get; init; } = ReportCycle.Month;

    /// <summary>Gets the names of the formats, a file each.</summary>
    /// <value><c>csv</c> by default; <c>html</c> and <c>pdf</c> need <c>UseReports()</c> of TokenUsage.Reports.</value>
    public IReadOnlyList<string> Formats { get; init; } = ["csv"];

    /// <summary>Gets what it is about. Its range is set for each report, and its time zone says when a period ends.</summary>
    public ReportRequest Request { get; init; } = new();

    /// <summary>Gets the names of the sinks that get it.</summary>
    /// <value>Empty by default, which means all of them.</value>
    public IReadOnlyList<string> Sinks { get; init; } = [];
}
