using System.Globalization;
using Spectre.Console;

namespace TokenUsage.Cli.Bills;

/// <summary>The comparison as a table, a row for each number that does not agree, and as a sentence.</summary>
internal static class ReconcileTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<BillRow> rows, decimal tolerance)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("day", "model", "measure");
        foreach (string number in (string[])["bill", "recorded", "missing", "%"])
            table.AddColumn(new TableColumn(number).RightAligned());
        table.AddColumn("may come from");

        foreach (BillRow row in rows)
        {
            string cause = row.Agrees(tolerance) ? "" : BillCause.Of(row);
            foreach (BillGap gap in row.Gaps.Where(gap => !gap.IsWithin(tolerance)))
            {
                string[] cells =
                [
                    row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Model ?? "all", gap.Measure,
                    Number(gap, gap.Stated), Number(gap, gap.Recorded), Number(gap, gap.Missing),
                    gap.Percent is { } percent ? percent.ToString("0.0", CultureInfo.InvariantCulture) : "-", cause,
                ];
                table.AddRow([.. cells.Select(Markup.Escape)]);
            }
        }

        if (table.Rows.Count > 0) console.Write(table);
        int agreeing = rows.Count(row => row.Agrees(tolerance));
        console.WriteLine(agreeing == rows.Count
            ? $"All {rows.Count} lines of the bill agree with the records."
            : $"{agreeing} of {rows.Count} lines of the bill agree with the records.");
    }

    private static string Number(BillGap gap, decimal value) =>
        value.ToString(gap.Measure == "usd" ? "$#,0.00####;-$#,0.00####" : "N0", CultureInfo.InvariantCulture);
}
