using System.Globalization;
using SkiaSharp;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Pdf;

/// <summary>Sets the parts of a report on pages.</summary>
internal sealed class PdfSetter(PdfPages pages, PdfFonts fonts)
{
    private const float LineHeight = 13;
    private const float FigureHeight = 52;
    private const float Padding = 4;
    private const float HeadingHeight = 48;
    private const float KeptWithHeading = 130;
    private const int MostLines = 200;

    public void SetTitle(ReportContent content, IReadOnlyList<ReportSection> sections, PdfOutline known)
    {
        foreach (string line in LineBreaker.Break(content.Title, fonts.Title, PdfPages.Width, 3))
        {
            pages.Require(30);
            pages.Text(PdfPages.Left, pages.Y + 20, line, fonts.Title);
            pages.Y += 28;
        }

        pages.Text(PdfPages.Left, pages.Y + 10, content.Subtitle, fonts.Body, isQuiet: true);
        pages.Y += 30;
        foreach (ReportSection section in sections)
        {
            pages.Require(LineHeight);
            int page = known.Starts.GetValueOrDefault(section.Anchor);
            float y = pages.Y;
            pages.Text(PdfPages.Left, y + 10, section.Title, fonts.Body);
            string number = page.ToString(CultureInfo.InvariantCulture);
            pages.Text(PdfPages.Left + PdfPages.Width, y + 10, number, fonts.Body, SKTextAlign.Right);
            pages.Canvas.DrawLinkDestinationAnnotation(
                SKRect.Create(PdfPages.Left, y, PdfPages.Width, LineHeight), section.Anchor);
            pages.Y += LineHeight + 2;
        }

        pages.Y += 10;
    }

    /// <returns>The page on which the section begins.</returns>
    public int Set(ReportSection section)
    {
        // A heading at the foot of a page, away from what it heads, helps nobody.
        float first = section.Blocks is [ChartBlock { Chart: var chart }, ..]
            ? chart.HeightFor(PdfPages.Width) + HeadingHeight : KeptWithHeading;
        pages.Require(first);
        pages.Y += 14;
        pages.Canvas.DrawNamedDestinationAnnotation(new SKPoint(PdfPages.Left, pages.Y), section.Anchor);
        pages.Text(PdfPages.Left, pages.Y + 14, section.Title, fonts.Heading);
        pages.Y += 26;
        int start = pages.Number;
        foreach (ReportBlock block in section.Blocks) Set(block);
        return start;
    }

    private void Set(ReportBlock block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                SetParagraph(paragraph.Text);
                break;
            case FiguresBlock figures:
                SetFigures(figures);
                break;
            case TableBlock table:
                new PdfTable(pages, fonts, table).Set();
                break;
            case ChartBlock chart:
                float height = chart.Chart.HeightFor(PdfPages.Width);
                pages.Require(height);
                chart.Chart.Draw(
                    new PdfSurface(pages.Canvas, fonts.Small, PdfPages.Left, pages.Y), PdfPages.Width);
                pages.Y += height + 8;
                break;
        }
    }

    private void SetParagraph(string text)
    {
        foreach (string line in LineBreaker.Break(text, fonts.Body, PdfPages.Width, MostLines))
        {
            pages.Require(LineHeight);
            pages.Text(PdfPages.Left, pages.Y + 9, line, fonts.Body);
            pages.Y += LineHeight;
        }

        pages.Y += Padding;
    }

    private void SetFigures(FiguresBlock block)
    {
        float width = PdfPages.Width / FiguresBlock.InRow;
        foreach (Figure[] row in block.Figures.Chunk(FiguresBlock.InRow))
        {
            pages.Require(FigureHeight);
            pages.Rule(pages.Y);
            for (int i = 0; i < row.Length; i++)
            {
                float x = PdfPages.Left + (i * width);
                pages.Text(x, pages.Y + 12, row[i].Name, fonts.Small, isQuiet: true);
                pages.Text(x, pages.Y + 30, row[i].Value, fonts.Figure);
                pages.Text(x, pages.Y + 42, row[i].Note, fonts.Small, isQuiet: true);
            }

            pages.Y += FigureHeight;
        }

        pages.Y += Padding;
    }
}
