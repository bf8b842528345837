using SkiaSharp;
using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Pdf;

/// <summary>Draws on a page. Hints are for the mouse and are left out.</summary>
internal sealed class PdfSurface(SKCanvas canvas, SKFont font, float left, float top) : IChartSurface
{
    private const float Dash = 3;

    public void Bar(float x, float y, float width, float height, Ink ink, string? hint = null)
    {
        using SKPaint paint = Fill(ink);
        canvas.DrawRect(left + x, top + y, width, height, paint);
    }

    public void Line(float x1, float y1, float x2, float y2, Ink ink, bool isDashed = false)
    {
        using SKPathEffect? dashes = isDashed ? SKPathEffect.CreateDash([Dash, Dash], 0) : null;
        using var paint = new SKPaint
        {
            Color = PdfColours.Of(ink),
            IsStroke = true,
            StrokeWidth = ink == Ink.Forecast ? 1.5f : 0.6f,
            PathEffect = dashes,
            IsAntialias = true,
        };
        canvas.DrawLine(left + x1, top + y1, left + x2, top + y2, paint);
    }

    public void Area(IReadOnlyList<(float X, float Y)> points, Ink ink)
    {
        using SKPaint paint = Fill(ink);
        using var path = new SKPath();
        path.AddPoly([.. points.Select(point => new SKPoint(left + point.X, top + point.Y))]);
        canvas.DrawPath(path, paint);
    }

    public void Mark(float x, float y, Ink ink, string? hint = null) =>
        Area([(x, y), (x - 4, y - 7), (x + 4, y - 7)], ink);

    public void Text(float x, float y, string text, TextSide side, Ink ink = Ink.Text)
    {
        using SKPaint paint = Fill(ink);
        SKTextAlign align = side switch
        {
            TextSide.Left => SKTextAlign.Right,
            TextSide.Middle => SKTextAlign.Center,
            _ => SKTextAlign.Left,
        };
        canvas.DrawText(text, left + x, top + y, align, font, paint);
    }

    private static SKPaint Fill(Ink ink) => new() { Color = PdfColours.Of(ink), IsAntialias = true };
}
