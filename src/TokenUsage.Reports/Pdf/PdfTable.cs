using SkiaSharp;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Pdf;

/// <summary>Sets a table, its head again on each further page.</summary>
internal sealed class PdfTable(PdfPages pages, PdfFonts fonts, TableBlock table)
{
    private const float LineHeight = 10.5f;
    private const float Padding = 4;
    private const int MostCellLines = 8;

    private readonly float _unit = PdfPages.Width / table.Columns.Sum(column => column.Share);

    public void Set()
    {
        pages.Require((4 * LineHeight) + Padding);
        pages.Text(PdfPages.Left, pages.Y + 8, table.Caption, fonts.Small, isQuiet: true);
        pages.Y += LineHeight + Padding;
        SetHead();
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            IReadOnlyList<string>[] cells = [.. row.Select(Break)];
            float height = (Math.Max(1, cells.Max(lines => lines.Count)) * LineHeight) + Padding;
            if (pages.Require(height)) SetHead();
            SetRow(cells);
            pages.Y += height;
            pages.Rule(pages.Y);
        }

        pages.Y += 2 * Padding;
    }

    private void SetHead()
    {
        if (table.Columns.All(column => column.Name.Length == 0)) return;

        SetRow([.. table.Columns.Select((column, i) => Break(column.Name, i))]);
        pages.Y += LineHeight + Padding;
        pages.Rule(pages.Y);
    }

    private void SetRow(IReadOnlyList<string>[] cells)
    {
        float x = PdfPages.Left;
        for (int i = 0; i < cells.Length; i++)
        {
            float width = table.Columns[i].Share * _unit;
            bool isNumber = table.Columns[i].IsNumber;
            float y = pages.Y + LineHeight;
            foreach (string line in cells[i])
            {
                pages.Text(
                    isNumber ? x + width : x, y, line, fonts.Small, isNumber ? SKTextAlign.Right : SKTextAlign.Left);
                y += LineHeight;
            }

            x += width;
        }
    }

    private IReadOnlyList<string> Break(string text, int column) =>
        LineBreaker.Break(text, fonts.Small, (table.Columns[column].Share * _unit) - Padding, MostCellLines);
}
