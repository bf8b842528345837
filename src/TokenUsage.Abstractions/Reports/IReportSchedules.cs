namespace TokenUsage;

/// <summary>The reports that are made again and again. A host makes them by itself.</summary>
public interface IReportSchedules
{
    /// <summary>Makes what is due and not made yet, and sends what was not taken yet.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many files were made and how many reports were taken.</returns>
    ValueTask<ReportRun> RunDueAsync(CancellationToken cancellationToken = default);
}
