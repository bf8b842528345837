namespace TokenUsage;

/// <summary>Puts together what people send on: one report, in any registered format.</summary>
/// <remarks>
/// A report has no numbers of its own: its totals are those of <see cref="ITokenUsageStats"/> for the same range and
/// filters, its insights those of <see cref="ITokenAnalytics"/>.
/// </remarks>
public interface ITokenReports
{
    /// <summary>Gets the formats at hand, by name: <c>json</c> and <c>csv</c> always, others as registered.</summary>
    IReadOnlyList<IReportFormat> Formats { get; }

    /// <summary>Reads everything that a report shows.</summary>
    /// <param name="request">What to report on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The report. The same data, request and clock give the same one; so does another clock once the period has ended.</returns>
    /// <exception cref="ArgumentException">A member of the request cannot be meant; the message names it and the fix.</exception>
    ValueTask<UsageReport> CreateAsync(ReportRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">The name of a format, in any case.</param>
    /// <param name="output">Where to. It stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="ArgumentException">No format has that name; the message lists those there are.</exception>
    ValueTask WriteAsync(
        UsageReport report, string format, Stream output, CancellationToken cancellationToken = default);
}
