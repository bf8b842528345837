namespace TokenUsage.Tests.Reporting.Schedules;

/// <summary>Keeps what it was sent, or refuses it.</summary>
internal sealed class CountingSink : IReportSink
{
    public string Name => "count";

    public bool IsRefusing { get; set; }

    public List<ReportDelivery> Taken { get; } = [];

    public ValueTask SendAsync(ReportDelivery delivery, CancellationToken cancellationToken)
    {
        if (IsRefusing) throw new IOException("Not now.");

        Taken.Add(delivery);
        return ValueTask.CompletedTask;
    }
}
