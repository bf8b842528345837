using System.Globalization;
using System.Net;
using System.Text;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Html;

/// <summary>A page in one file: style and charts inside, no script, nothing fetched.</summary>
internal sealed class HtmlReportFormat : IReportFormat
{
    private const float ChartWidth = 720;

    public string Name => "html";

    public string MediaType => "text/html";

    public async ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);

        byte[] page = Encoding.UTF8.GetBytes(PageOf(new ReportContent(report)));
        await output.WriteAsync(page, cancellationToken).ConfigureAwait(false);
    }

    private static string PageOf(ReportContent content)
    {
        var html = new StringBuilder();
        IReadOnlyList<ReportSection> sections = content.Sections();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" ")
            .Append("content=\"default-src 'none';style-src 'unsafe-inline'\">")
            .Append("<title>").Append(Escape(content.Title)).Append("</title><style>\n").Append(HtmlStyle.Css)
            .Append("\n</style></head><body>\n<header><h1>").Append(Escape(content.Title)).Append("</h1><p>")
            .Append(Escape(content.Subtitle)).Append("</p></header>\n<nav aria-label=\"Contents\"><ol>");
        foreach (ReportSection section in sections)
        {
            html.Append("<li><a href=\"#").Append(Escape(section.Anchor)).Append("\">").Append(Escape(section.Title))
                .Append("</a></li>");
        }

        html.Append("</ol></nav>\n<main>\n");
        foreach (ReportSection section in sections) Append(html, section);
        html.Append("</main>\n<footer>").Append(Escape(content.Footer)).Append("</footer>\n</body></html>\n");
        return html.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder html, ReportSection section)
    {
        html.Append("<section><h2 id=\"").Append(Escape(section.Anchor)).Append("\">").Append(Escape(section.Title))
            .Append("</h2>\n");
        foreach (ReportBlock block in section.Blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    html.Append("<p>").Append(Escape(paragraph.Text)).Append("</p>\n");
                    break;
                case FiguresBlock figures:
                    Append(html, figures);
                    break;
                case TableBlock table:
                    Append(html, table);
                    break;
                case ChartBlock chart:
                    Append(html, chart);
                    break;
            }
        }

        html.Append("</section>\n");
    }

    private static void Append(StringBuilder html, FiguresBlock block)
    {
        html.Append("<dl class=\"figures\">");
        foreach (Figure figure in block.Figures)
        {
            html.Append("<div><dt>").Append(Escape(figure.Name)).Append("</dt><dd class=\"value\">")
                .Append(Escape(figure.Value)).Append("</dd><dd class=\"note\">").Append(Escape(figure.Note))
                .Append("</dd></div>");
        }

        html.Append("</dl>\n");
    }

    private static void Append(StringBuilder html, TableBlock table)
    {
        html.Append("<table><caption>").Append(Escape(table.Caption)).Append("</caption>");
        if (table.Columns.Any(column => column.Name.Length > 0))
        {
            html.Append("<thead><tr>");
            foreach (TableColumn column in table.Columns)
            {
                html.Append(column.IsNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .Append(Escape(column.Name)).Append("</th>");
            }

            html.Append("</tr></thead>");
        }

        html.Append("<tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            html.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                html.Append(table.Columns[i].IsNumber ? "<td class=\"n\">" : "<td>").Append(Escape(row[i]))
                    .Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static void Append(StringBuilder html, ChartBlock block)
    {
        float height = block.Chart.HeightFor(ChartWidth);
        html.Append(CultureInfo.InvariantCulture, $"<figure><svg viewBox=\"0 0 {ChartWidth:0} {height:0.##}\" ")
            .Append("role=\"img\" aria-label=\"").Append(Escape(block.Alternative)).Append("\">");
        block.Chart.Draw(new SvgSurface(html), ChartWidth);
        html.Append("</svg></figure>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
