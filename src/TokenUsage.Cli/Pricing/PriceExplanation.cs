using System.Globalization;
using Spectre.Console;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Calculation;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Cli.Pricing;

/// <summary>Explains a price, one line for each thing that is billed.</summary>
internal static class PriceExplanation
{
    public static void Write(
        IAnsiConsole console, in PricedUsage usage, in CallPrice price, IReadOnlyList<CostLine> lines)
    {
        console.MarkupLineInterpolated(
            $"[bold]{usage.Provider} {usage.Model}[/] at {usage.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        console.MarkupLineInterpolated($"matched {price.Match}; card {price.Card ?? "none"}; prices {price.Version}");
        if (lines.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple);
            table.AddColumn("what");
            foreach (string heading in (string[])["quantity", "rate", "per", "factor", "USD"])
            {
                table.AddColumn(new TableColumn(heading).RightAligned());
            }

            foreach (CostLine line in lines) AddRow(table, line);
            console.Write(table);
        }

        string amount = PriceAnswer.ExactText(price.Usd) ?? "unknown";
        console.MarkupLineInterpolated($"[bold]{price.Status}: {amount} USD[/]");
        if (price.ListUsd != price.Usd)
            console.MarkupLineInterpolated($"list price {PriceAnswer.ExactText(price.ListUsd) ?? "unknown"} USD");
        foreach (string flag in PriceAnswer.FlagsOf(price.Flags)) console.MarkupLineInterpolated($"  {flag}");
    }

    private static void AddRow(Table table, in CostLine line)
    {
        string note = line.Flags == CostFlags.None ? "" : $" ({string.Join(", ", PriceAnswer.FlagsOf(line.Flags))})";
        table.AddRow(
            Markup.Escape(MeterFacts.NameOf(line.Meter) + note),
            line.Quantity.ToString("#,0.###", CultureInfo.InvariantCulture),
            PriceAnswer.ExactText(line.Amount)!,
            line.Per.ToString("#,0", CultureInfo.InvariantCulture),
            line.Factor == 1 ? "" : PriceAnswer.ExactText(line.Factor)!,
            PriceAnswer.ExactText(line.Usd)!);
    }
}
