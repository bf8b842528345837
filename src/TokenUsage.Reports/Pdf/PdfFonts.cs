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
        Title = new SKFont(_face, 22);
        Heading = new SKFont(_face, 15);
        Figure = new SKFont(_face, 17);
        Body = new SKFont(_face, 9);
        Small = new SKFont(_face, 7.5f);
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
}
