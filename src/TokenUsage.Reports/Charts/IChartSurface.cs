namespace TokenUsage.Reports.Charts;

/// <summary>What charts are drawn on: SVG in a page, or a page of a PDF. So both show the same picture.</summary>
internal interface IChartSurface
{
    void Bar(float x, float y, float width, float height, Ink ink, string? hint = null);

    void Line(float x1, float y1, float x2, float y2, Ink ink, bool isDashed = false);

    /// <summary>Fills the polygon of the points.</summary>
    void Area(IReadOnlyList<(float X, float Y)> points, Ink ink);

    /// <summary>Draws a triangle that points down to a place.</summary>
    void Mark(float x, float y, Ink ink, string? hint = null);

    void Text(float x, float y, string text, TextSide side, Ink ink = Ink.Text);
}
