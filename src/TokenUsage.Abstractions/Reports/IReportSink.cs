namespace TokenUsage;

/// <summary>Takes scheduled reports to somebody: the seam for ways of your own.</summary>
public interface IReportSink
{
    /// <summary>Gets the name by which schedules choose it.</summary>
    string Name { get; }

    /// <summary>Sends a report. When it throws, the same report is sent again later: with the same file names.</summary>
    ValueTask SendAsync(ReportDelivery delivery, CancellationToken cancellationToken);
}
