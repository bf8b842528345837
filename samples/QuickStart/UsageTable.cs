using System.Globalization;
using System.Text;
using TokenUsage;

namespace QuickStart;

/// <summary>Prints who used what, and what it cost.</summary>
internal static class UsageTable
{
    private static readonly CompositeFormat Row = CompositeFormat.Parse("  {0,-28}{1,8}{2,12}{3,12}{4,12}{5,14}");

    public static void Print(UsageSummary summary, UsageTotals thisRun)
    {
        foreach (string dimension in summary.Breakdowns.Keys)
        {
            Write($"\nBy {dimension}, last 30 days");
            Write(Line("", "calls", "input", "cached", "output", "cost"));
            foreach (UsageGroup group in summary.Breakdowns[dimension])
                Write(Line(group.Key[0] ?? "(none)", group.Totals));
        }

        Write($"\n{Line("All", summary.Totals)}");
        Write(Line("This run", thisRun));
        Write($"\n{Coverage(summary.Totals.Coverage)} Kept in usage.db: run it again and the totals grow.");
    }

    private static string Line(string name, UsageTotals totals) => Line(
        name,
        Number(totals.Calls),
        Number(totals.Tokens.Input),
        Number(totals.Tokens.CachedInput),
        Number(totals.Tokens.Output),
        totals.PricedUsd is { } usd ? usd.ToString("$0.000000", CultureInfo.InvariantCulture) : "unpriced");

    private static string Line(params object?[] cells) => string.Format(CultureInfo.InvariantCulture, Row, cells);

    private static string Number(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Coverage(Coverage coverage) => string.Create(
        CultureInfo.InvariantCulture,
        $"Calls reported by the provider: {coverage.ReportedCalls}, estimated: {coverage.EstimatedCalls}, "
        + $"unreported: {coverage.UnreportedCalls}, unpriced: {coverage.UnpricedCalls}.");

    private static void Write(string line) => Console.WriteLine(line);
}
