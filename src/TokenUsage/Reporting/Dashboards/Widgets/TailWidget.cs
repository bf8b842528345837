namespace TokenUsage.Reporting.Dashboards.Widgets;

/// <summary>The latest calls as they come in.</summary>
internal sealed class TailWidget : IDashboardWidget
{
    private const int ClockWidth = 9;
    private const int NameWidth = 14;
    private const int NumberWidth = 10;

    public string Name => "tail";

    public int MinHeight => 3;

    public bool IsNarrow => true;

    public int MaxHeight(DashboardReading reading) => 1 + Math.Max(1, reading.Tail.Count);

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height)
    {
        int model = Math.Clamp(width - ClockWidth - NameWidth - (3 * NumberWidth) - 14, 10, 30);
        List<DashboardLine> lines = [Heading(model)];
        if (reading.Tail.Count == 0)
            lines.Add(DashboardLine.Of("None in the last 15 minutes.", DashboardTone.Quiet));
        lines.AddRange(reading.Tail.Take(height - 1).Select(record => LineOf(record, reading, model)));
        return lines;
    }

    private static DashboardLine LineOf(UsageRecord record, DashboardReading reading, int model)
    {
        bool isWell = record.Outcome == CallOutcome.Success;
        string tokens = DashboardFigures.Short(record.Tokens.Total ?? 0);
        string cost = (record.Source == UsageSource.Reported ? "" : "≈") + DashboardFigures.Usd(record.Cost.Usd);
        return new DashboardLine()
            .Add(DashboardFigures.Clock(record.StartedAt.ToOffset(reading.At.Offset)) + " ", DashboardTone.Quiet)
            .Add(TerminalText.Fit(record.Dimensions.User ?? "(none)", NameWidth) + " ")
            .Add(TerminalText.Fit(record.Model ?? record.RequestedModel ?? record.Provider, model))
            .Add(TerminalText.Fit(tokens, NumberWidth, isRight: true))
            .Add(TerminalText.Fit(cost, NumberWidth, isRight: true))
            .Add(TerminalText.Fit(DashboardFigures.Time(record.Duration), NumberWidth, isRight: true) + " ")
            .Add(isWell ? "" : record.Outcome.ToString(), DashboardTone.Warning);
    }

    private static DashboardLine Heading(int model)
    {
        var line = new DashboardLine()
            .Add(TerminalText.Fit("Latest calls", ClockWidth + NameWidth + 1 + model), DashboardTone.Heading);
        foreach (string column in (string[])["tokens", "cost", "time"])
            line.Add(TerminalText.Fit(column, NumberWidth, isRight: true), DashboardTone.Quiet);
        return line;
    }
}
