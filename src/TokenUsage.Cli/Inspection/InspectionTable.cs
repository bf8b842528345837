using System.Globalization;
using Spectre.Console;

namespace TokenUsage.Cli.Inspection;

/// <summary>Draws the exchanges as a table. A dash is "not reported".</summary>
internal static class InspectionTable
{
    private static readonly string[] Counts = ["input", "cached", "written", "output", "reasoning"];

    public static void Write(IReadOnlyCollection<Inspection> inspections, IAnsiConsole console)
    {
        if (inspections.Count == 0) return;

        Table table = new Table().Border(TableBorder.Simple).AddColumns("id", "provider", "api", "model");
        foreach (string count in Counts) table.AddColumn(new TableColumn(count).RightAligned());
        table.AddColumn("source").AddColumn(new TableColumn("cost").RightAligned());
        foreach (Inspection inspection in inspections) table.AddRow([.. Cells(inspection).Select(Markup.Escape)]);
        console.Write(table);
    }

    private static IEnumerable<string> Cells(Inspection inspection)
    {
        InspectedUsage usage = inspection.Usage;
        TokenCounts tokens = usage.Tokens;
        yield return inspection.Id;
        yield return usage.Provider;
        yield return usage.Api + (usage.IsStream ? " (stream)" : "");
        yield return inspection.Model ?? "-";
        yield return Number(tokens.Input);
        yield return Number(tokens.CachedInput);
        yield return Number(tokens.CacheWrite);
        yield return Number(tokens.Output);
        yield return Number(tokens.Reasoning);
        yield return usage.Source.ToString().ToLowerInvariant() + (usage.IsBillable ? "" : ", not billed");
        yield return inspection.Price.Usd is { } usd
            ? usd.ToString("$0.######", CultureInfo.InvariantCulture) : "unpriced";
    }

    private static string Number(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
