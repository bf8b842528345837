using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Content;

/// <summary>Says what stands in which chapter, once for all formats that people read.</summary>
internal sealed class ReportContent(UsageReport report)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(report.Period.TimeZone);

    public string Title => report.Title;

    public string Subtitle =>
        $"{Moment(report.Period.From)} to {Moment(report.Period.To)} ({report.Period.TimeZone})";

    public string Footer => $"Report {report.Id}, as of {Moment(report.Period.AsOf)} {report.Period.TimeZone}";

    /// <summary>Gets the chapters. One that would be empty says so rather than be missing: silence could mean either.</summary>
    public IReadOnlyList<ReportSection> Sections() =>
    [
        Summary(),
        OverTime(),
        .. report.Costs.Select(CostBy),
        Quotas(),
        Anomalies(),
        Forecast(),
        Recommendations(),
        CoverageSection(),
    ];

    private ReportSection Summary()
    {
        UsageTotals now = report.Summary;
        UsageTotals before = report.Previous;
        long tokens = now.Tokens.Total ?? 0;
        var figures = new FiguresBlock(
        [
            new("Cost", Amounts.Usd(now.PricedUsd), Amounts.Change(now.PricedUsd ?? 0, before.PricedUsd ?? 0)),
            new("Tokens", Amounts.Short(tokens), Amounts.Change(tokens, before.Tokens.Total ?? 0)),
            new("Calls", Amounts.Short(now.Calls), Amounts.Change(now.Calls, before.Calls)),
            new(
                "Succeeded", Amounts.Share(now.Succeeded, now.Attempts), $"of {Amounts.Count(now.Attempts)} attempts"),
            new(
                "Latency, 95th percentile", Amounts.Time(now.Latency?.P95), $"median {Amounts.Time(now.Latency?.P50)}"),
            new(
                "Input from a cache",
                Amounts.Share(now.Tokens.CachedInput ?? 0, now.Tokens.Input ?? 0),
                $"of {Amounts.Short(now.Tokens.Input ?? 0)} input tokens"),
        ]);
        var blocks = new List<ReportBlock> { figures };
        blocks.AddRange(report.Trends.Select(trend => new ParagraphBlock(trend.Explanation)));
        if (report.Where.Count > 0) blocks.Add(new ParagraphBlock("Only calls with " + Filters() + "."));
        if (report.Metadata.Count > 0)
        {
            blocks.Add(new TableBlock(
                "About this report",
                [new("", 1), new("", 2)],
                [
                    .. report.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal)
                        .Select(m => new[] { m.Key, m.Value }),
                ]));
        }

        return new ReportSection("Summary", "summary", blocks);
    }

    private ReportSection OverTime() => new("Cost over time", "time",
    [
        new ChartBlock(
            new SpendChart(report, _zone),
            $"Cost from {Subtitle}; the numbers are in the table below, the forecast in its own chapter."),
        new TableBlock(
            $"Usage by {report.Interval.Unit.ToString().ToLowerInvariant()} ({report.Period.TimeZone})",
            [new("Start", 1.5f), .. UsageColumns],
            [.. report.Series.Select(point => UsageCells(StartOf(point), point.Totals))]),
    ]);

    private ReportSection CostBy(CostBreakdown breakdown)
    {
        string name = breakdown.Dimension.Name;
        IReadOnlyList<string>[] rows =
            [.. breakdown.Groups.Select(group => UsageCells(KeyOf(group), group.Totals))];
        ReportBlock[] blocks = breakdown.Groups.Count == 0
            ? [new ParagraphBlock("There was no usage in this period.")]
            :
            [
                new ChartBlock(
                    new RankChart([.. breakdown.Groups.Select(g => (KeyOf(g), g.Totals.PricedUsd ?? 0))]),
                    $"Cost by {name}; the numbers are in the table below."),
                new TableBlock($"Usage by {name}", [new(name, 2.2f), .. UsageColumns], rows),
            ];
        return new ReportSection($"Cost by {name}", "by-" + name.Replace(':', '-'), blocks);
    }

    private ReportSection Quotas() => new("Quotas", "quotas", report.Quotas.Count == 0
        ? [new ParagraphBlock("No quota holds for the whole of this report.")]
        :
        [
            new TableBlock(
                "How far quotas are used",
                [
                    new("quota", 2), new("unit", 1), new("used", 1, true), new("limit", 1, true),
                    new("share", 1, true), new("resets", 1.5f),
                ],
                [
                    .. report.Quotas.Select(q => new[]
                    {
                        q.Quota.Name, q.Quota.Unit.ToString(), Amounts.Count(q.Used), Amounts.Count(q.Limit),
                        Amounts.Share(q.Used, q.Limit), q.ResetsAt is { } at ? Moment(at) : "never",
                    }),
                ]),
        ]);

    private ReportSection Anomalies() => new("Anomalies", "anomalies", report.Anomalies.Count == 0
        ? [new ParagraphBlock("Nothing in the cost of this period was out of the ordinary.")]
        :
        [
            new TableBlock(
                $"Hours whose cost was out of the ordinary, most severe first ({report.Period.TimeZone})",
                [new("hour", 1.3f), new("what", 5)],
                [.. report.Anomalies.Select(a => new[] { Moment(a.At), a.Message })]),
        ]);

    private ReportSection Forecast()
    {
        if (report.Forecast is not { } forecast)
            return new("Forecast", "forecast", [new ParagraphBlock("There is no whole day yet to go by.")]);

        var blocks = new List<ReportBlock>();
        if (forecast.Month is { } month)
        {
            blocks.Add(new ParagraphBlock(
                $"The month will have cost {Amounts.Usd(month.Expected)} when it ends on {Moment(month.Until)}, "
                + $"between {Amounts.Usd(month.Lower)} and {Amounts.Usd(month.Upper)} with 95 % probability; "
                + $"{Amounts.Usd(month.SoFar)} of it is spent."));
        }

        blocks.Add(new TableBlock(
            $"Cost by day, method {forecast.Method.Replace('_', ' ')} ({report.Period.TimeZone})",
            [new("day", 1.5f), new("expected", 1, true), new("at least", 1, true), new("at most", 1, true)],
            [
                .. forecast.Points.Select(p => new[]
                {
                    Amounts.Day(Local(p.Start)), Amounts.Usd(p.Expected), Amounts.Usd(p.Lower), Amounts.Usd(p.Upper),
                }),
            ]));
        return new ReportSection("Forecast", "forecast", blocks);
    }

    private ReportSection Recommendations() => new("Recommendations", "advice", report.Recommendations.Count == 0
        ? [new ParagraphBlock("Nothing was found that would make this usage cheaper.")]
        :
        [
            new TableBlock(
                "What would make it cheaper, largest saving first",
                [new("priority", 0.8f), new("what", 5), new("saves", 1, true)],
                [
                    .. report.Recommendations.Select(r => new[]
                    {
                        r.Priority.ToString(), $"{r.Title}. {r.Message}",
                        r.SavingUsd is { } saving ? Amounts.Usd(saving) : "–",
                    }),
                ]),
        ]);

    private ReportSection CoverageSection()
    {
        Coverage coverage = report.Coverage;
        decimal all = coverage.ReportedCalls + coverage.EstimatedCalls + coverage.UnreportedCalls;
        var table = new TableBlock(
            "How far the numbers can be trusted",
            [new("", 3), new("calls", 1, true), new("share", 1, true)],
            [
                Row("tokens as the provider reported them", coverage.ReportedCalls),
                Row("tokens estimated ≈", coverage.EstimatedCalls),
                Row("tokens unknown", coverage.UnreportedCalls),
                Row("without a price, not in any amount", coverage.UnpricedCalls),
                Row("with a price for a part only", coverage.PartlyPricedCalls),
            ]);
        string text = $"{Amounts.Usd(coverage.EstimatedUsd)} of the cost is an estimate. "
            + $"{Amounts.Count(coverage.UnpricedTokens)} tokens have no price and are in no amount.";
        if (report.Period.Pending > 0)
            text += $" {Amounts.Count(report.Period.Pending)} records were still on their way and are missing.";
        if (report.Period.ExactFrom is { } exact)
            text += $" Before {Moment(exact)} detail was let go of, and slices count where they begin.";
        return new ReportSection("Coverage", "coverage", [new ParagraphBlock(text), table]);

        string[] Row(string name, long calls) => [name, Amounts.Count(calls), Amounts.Share(calls, all)];
    }

    private static IReadOnlyList<TableColumn> UsageColumns { get; } =
    [
        new("calls", 1, true), new("input tokens", 1.3f, true), new("output tokens", 1.3f, true),
        new("cost", 1.1f, true), new("unpriced calls", 1.2f, true),
    ];

    // An amount that is in part an estimate carries a mark, which the last chapter explains.
    private static string[] UsageCells(string name, UsageTotals totals) =>
    [
        name,
        Amounts.Count(totals.Calls),
        Amounts.Count(totals.Tokens.Input),
        Amounts.Count(totals.Tokens.Output),
        totals.Calls == 0 ? "$0.00"
            : (totals.Coverage.EstimatedUsd > 0 ? "≈ " : "") + Amounts.Usd(totals.PricedUsd),
        Amounts.Count(totals.Coverage.UnpricedCalls),
    ];

    private static string KeyOf(UsageGroup group) =>
        group.IsOther ? "(other)" : group.Key[0] ?? "(none)";

    private string Filters() => string.Join(" and ", report.Where.Select(filter =>
        $"{filter.Dimension} {InWords(filter.Operator)} {string.Join(", ", filter.Values ?? [])}".TrimEnd()));

    private static string InWords(FilterOperator filter) => filter switch
    {
        FilterOperator.In => "one of",
        FilterOperator.NotIn => "none of",
        FilterOperator.Missing => "missing",
        _ => "present",
    };

    // A day or a month begins at midnight: that need not be said in every row.
    private string StartOf(UsagePoint point) =>
        report.Interval.Unit == TimeUnit.Hour ? Moment(point.Start) : Amounts.Day(Local(point.Start));

    private string Moment(DateTimeOffset moment) => Amounts.Moment(Local(moment));

    private DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone);
}
