using System.Globalization;
using System.Net;
using System.Text;
using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Html;

/// <summary>Draws as SVG. Colours are classes of the page's style.</summary>
internal sealed class SvgSurface(StringBuilder svg) : IChartSurface
{
    public void Bar(float x, float y, float width, float height, Ink ink, string? hint = null)
    {
        Append($"<rect class=\"{Class(ink)}\" x=\"{x:0.##}\" y=\"{y:0.##}\"");
        Append($" width=\"{width:0.##}\" height=\"{height:0.##}\"");
        Close("rect", hint);
    }

    public void Line(float x1, float y1, float x2, float y2, Ink ink, bool isDashed = false)
    {
        string dashes = isDashed ? " stroke-dasharray=\"3 3\"" : "";
        Append($"<line class=\"l-{Class(ink)}\"{dashes} x1=\"{x1:0.##}\" y1=\"{y1:0.##}\"");
        Append($" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>");
    }

    public void Area(IReadOnlyList<(float X, float Y)> points, Ink ink)
    {
        string path = string.Join(' ', points.Select(p => FormattableString.Invariant($"{p.X:0.##},{p.Y:0.##}")));
        Append($"<polygon class=\"{Class(ink)}\" points=\"{path}\"/>");
    }

    public void Mark(float x, float y, Ink ink, string? hint = null)
    {
        Append($"<path class=\"{Class(ink)}\" d=\"M{x:0.##} {y:0.##}l-4 -7h8z\"");
        Close("path", hint);
    }

    public void Text(float x, float y, string text, TextSide side, Ink ink = Ink.Text)
    {
        string anchor = side switch { TextSide.Left => "end", TextSide.Middle => "middle", _ => "start" };
        Append($"<text class=\"{Class(ink)}\" x=\"{x:0.##}\" y=\"{y:0.##}\" ");
        Append($"text-anchor=\"{anchor}\">{Escape(text)}</text>");
    }

    private static string Class(Ink ink) => ink.ToString().ToLowerInvariant();

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Close(string element, string? hint) =>
        svg.Append(hint is null ? "/>" : $"><title>{Escape(hint)}</title></{element}>");

    private void Append(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
