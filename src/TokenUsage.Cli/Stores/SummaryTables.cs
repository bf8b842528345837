using System.Globalization;
using Spectre.Console;

namespace TokenUsage.Cli.Stores;

/// <summary>The answer to a query as tables. A dash is "not known".</summary>
internal static class SummaryTables
{
    private static readonly string[] Numbers = ["calls", "input", "output", "cost", "unpriced", "p50", "p95"];

    public static void Write(IAnsiConsole console, UsageQuery query, UsageSummary summary)
    {
        string[] names = [.. query.GroupBy.Select(dimension => dimension.Name)];
        WriteGroups(console, names, [.. summary.Groups, Whole(names.Length, summary.Totals)]);
        foreach ((string name, IReadOnlyList<UsageGroup> groups) in summary.Breakdowns)
            WriteGroups(console, [name], groups);
        if (summary.Series.Count > 0) WriteSeries(console, names, summary.Series);

        string users = summary.Totals.ActiveUsers is { } count ? $"{Number(count)} active users, " : "";
        console.WriteLine(
            $"{users}{Number(summary.Totals.Failed)} failed, {Number(summary.Totals.Refused)} refused; as of "
            + summary.AsOf.ToString("u", CultureInfo.InvariantCulture));
    }

    private static UsageGroup Whole(int columns, UsageTotals totals) => new()
    {
        Key = [.. Enumerable.Repeat<string?>("", columns).Select((_, i) => i == 0 ? "total" : "")],
        Totals = totals,
    };

    private static void WriteGroups(IAnsiConsole console, string[] names, IReadOnlyList<UsageGroup> groups)
    {
        Table table = TableOf(names);
        foreach (UsageGroup group in groups)
            table.AddRow([.. group.Key.Select(Value).Concat(Cells(group.Totals)).Select(Markup.Escape)]);
        console.Write(table);
    }

    private static void WriteSeries(IAnsiConsole console, string[] names, IReadOnlyList<UsagePoint> series)
    {
        Table table = TableOf(["start", .. names]);
        foreach (UsagePoint point in series)
        {
            string start = point.Start.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
            IEnumerable<string> cells = point.Key.Select(Value).Prepend(start).Concat(Cells(point.Totals));
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
    }

    private static Table TableOf(string[] names)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(names);
        foreach (string number in Numbers) table.AddColumn(new TableColumn(number).RightAligned());
        return table;
    }

    private static IEnumerable<string> Cells(UsageTotals totals)
    {
        yield return Number(totals.Calls);
        yield return Number(totals.Tokens.Input);
        yield return Number(totals.Tokens.Output);
        yield return totals.PricedUsd is { } usd ? usd.ToString("$#,0.00####", CultureInfo.InvariantCulture) : "-";
        yield return Number(totals.Coverage.UnpricedCalls);
        yield return Time(totals.Latency?.P50);
        yield return Time(totals.Latency?.P95);
    }

    private static string Value(string? value) => value ?? "-";

    private static string Number(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Time(TimeSpan? time) =>
        time is { } known ? $"{known.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture)} ms" : "-";
}
