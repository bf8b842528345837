using System.Globalization;
using SkiaSharp;

namespace TokenUsage.Reports.Pdf;

/// <summary>Pages as they fill: a cursor that goes down, and a new page when what comes next does not fit.</summary>
internal sealed class PdfPages(SKDocument document, PdfFonts fonts, string footer, int total) : IDisposable
{
    public const float Left = 48;
    public const float Width = 595 - (2 * Left);
    private const float PageWidth = 595;
    private const float PageHeight = 842;
    private const float Top = 52;
    private const float Bottom = PageHeight - 56;

    private readonly SKPaint _text = new() { Color = PdfColours.Text, IsAntialias = true };
    private readonly SKPaint _quiet = new() { Color = PdfColours.Quiet, IsAntialias = true };
    private readonly SKPaint _rule = new() { Color = PdfColours.Rule, IsStroke = true, StrokeWidth = 0.6f };
    private SKCanvas? _canvas;

    /// <summary>Gets the number of the page, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Gets or sets how far down the page is filled.</summary>
    public float Y { get; set; }

    public SKCanvas Canvas => _canvas ?? Begin();

    /// <summary>Makes sure that so much fits below the cursor.</summary>
    /// <returns><see langword="true"/> when a new page was begun for it.</returns>
    public bool Require(float height)
    {
        if (_canvas is not null && Y + height <= Bottom) return false;

        Begin();
        return true;
    }

    public void Text(
        float x, float y, string text, SKFont font, SKTextAlign align = SKTextAlign.Left, bool isQuiet = false) =>
        Canvas.DrawText(text, x, y, align, font, isQuiet ? _quiet : _text);

    public void Rule(float y) => Canvas.DrawLine(Left, y, Left + Width, y, _rule);

    public void Finish()
    {
        if (_canvas is null) return;

        Rule(PageHeight - 44);
        Text(Left, PageHeight - 32, footer, fonts.Small, isQuiet: true);
        string page = string.Create(CultureInfo.InvariantCulture, $"Page {Number} of {total}");
        Text(Left + Width, PageHeight - 32, page, fonts.Small, SKTextAlign.Right, isQuiet: true);
        document.EndPage();
        _canvas = null;
    }

    public void Dispose()
    {
        _text.Dispose();
        _quiet.Dispose();
        _rule.Dispose();
    }

    private SKCanvas Begin()
    {
        Finish();
        Number++;
        Y = Top;
        return _canvas = document.BeginPage(PageWidth, PageHeight);
    }
}
