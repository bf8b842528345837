using System.Globalization;
using Spectre.Console;
using TokenUsage.Reporting;

namespace TokenUsage.Cli.Pricing;

/// <summary>Shows what re-pricing changes, a line a model.</summary>
internal static class RepriceTable
{
    public static void Write(IAnsiConsole console, RepriceReport report, bool isDryRun)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("provider", "model");
        foreach (string heading in (string[])
            ["calls", "changed", "kept", "unpriced", "before USD", "after USD", "difference"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (RepricedModel model in report.Models)
        {
            table.AddRow(
                Markup.Escape(model.Provider), Markup.Escape(model.Model), Count(model.Records), Count(model.Changed),
                Count(model.Kept), $"{Count(model.UnpricedBefore)} → {Count(model.UnpricedAfter)}",
                PriceAnswer.ExactText(model.BeforeUsd)!, PriceAnswer.ExactText(model.AfterUsd)!,
                Difference(model.AfterUsd - model.BeforeUsd));
        }

        console.Write(table);
        decimal total = report.Models.Sum(model => model.AfterUsd - model.BeforeUsd);
        console.MarkupLineInterpolated($"{report.Version}: {Difference(total)} USD");
        if (isDryRun) console.MarkupLine("Nothing was changed: this was a dry run.");
        else console.MarkupLineInterpolated($"{Count(report.Corrected)} records corrected.");
        if (report.Conflicting > 0)
            console.MarkupLineInterpolated($"{Count(report.Conflicting)} records changed meanwhile; run again.");
    }

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Difference(decimal usd) => (usd > 0 ? "+" : "") + PriceAnswer.ExactText(usd);
}
