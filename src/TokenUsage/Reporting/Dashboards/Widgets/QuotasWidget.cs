using System.Globalization;

namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>How full the quotas are that hold for everyone together.</summary>
internal sealed class QuotasWidget : IDashboardWidget
{
    private const int BarWidth = 20;
    private const int NameWidth = 20;
    private const double Near = 0.8;

    public string Name => "quotas";

    public int MinHeight => 2;

    public bool IsNarrow => true;

    public int MaxHeight(DashboardReading reading) => 1 + Math.Max(1, reading.Quotas.Count);

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        List<DashboardLine> lines = [WidgetLines.Heading("Quotas", width)];
        if (reading.Quotas.Count == 0)
            lines.Add(DashboardLine.Of("None holds for everyone together.", DashboardTone.Quiet));
        IEnumerable<QuotaStatus> fullest = reading.Quotas.OrderByDescending(ShareOf).Take(height - 1);
        lines.AddRange(fullest.Select(status => LineOf(status, reading)));
        return lines;
    }

    private static DashboardLine LineOf(QuotaStatus status, DashboardReading reading)
    {
        double share = ShareOf(status);
        DashboardTone tone = share >= (status.Quota.CriticalAt ?? 1) ? DashboardTone.Critical
            : share >= (status.Quota.WarnAt ?? Near) ? DashboardTone.Warning : DashboardTone.Good;
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        string percent = Math.Round(100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
        return new DashboardLine()
            .Add(TerminalText.Fit(status.Quota.Name, NameWidth) + " ")
            .Add(new string('█', full), tone).Add(new string('░', BarWidth - full), DashboardTone.Quiet)
            .Add(TerminalText.Fit(percent, 6, isRight: true) + " ", tone)
            .Add($"{Amount(status, status.Used + status.Held)} of {Amount(status, status.Limit)}")
            .Add(Reset(status, reading), DashboardTone.Quiet);
    }

    private static double ShareOf(QuotaStatus status) =>
        status.Limit <= 0 ? 1 : (double)((status.Used + status.Held) / status.Limit);

    private static string Amount(QuotaStatus status, decimal amount) =>
        status.Quota.Unit == QuotaUnit.Usd ? DashboardFigures.Usd(amount) : DashboardFigures.Short(amount);

    private static string Reset(QuotaStatus status, DashboardReading reading)
    {
        if (status.ResetsAt is not { } reset) return "";

        TimeSpan left = reset - reading.At;
        return ", new in " + left switch
        {
            { TotalDays: >= 1 } => $"{(int)left.TotalDays} d",
            { TotalHours: >= 1 } => $"{(int)left.TotalHours} h",
            _ => $"{Math.Max(0, (int)left.TotalMinutes)} min",
        };
    }
}
