using SkiaSharp;

namespace TokenUsage.Reports.Pdf;

/// <summary>The one font of a report in its sizes. A second face would double the file: headings are large, not bold.</summary>
internal sealed class PdfFonts : IDisposable
{
    private readonly SKTypeface _face;

    /// <exception cref="InvalidOperationException">The font file cannot be read.</exception>
    public PdfFonts(PdfReportOptions options)
    {
        _face = options.FontFile is { } file
            ? SKTypeface.FromFile(file) ?? throw new InvalidOperationException(
                $"The font file '{file}' cannot be read: set PdfReportOptions.FontFile to a TTF or OTF file.")
            : SKTypeface.FromFamilyName(options.FontFamily);
        Title = Of(22);
        Heading = Of(15);
        Figure = Of(17);
        Body = Of(9);
        Small = Of(7.5f);
    }

    public SKFont Title { get; }

    public SKFont Heading { get; }

    public SKFont Figure { get; }

    public SKFont Body { get; }

    public SKFont Small { get; }

    public void Dispose()
    {
        foreach (SKFont font in (SKFont[])[Title, Heading, Figure, Body, Small]) font.Dispose();
        _face.Dispose();
    }

    // Unrounded widths: letters that are placed on whole points come out of the page with gaps in the words.
    private SKFont Of(float size) => new(_face, size) { Subpixel = true, LinearMetrics = true };
}
