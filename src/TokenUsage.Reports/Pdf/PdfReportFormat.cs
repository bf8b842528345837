using SkiaSharp;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Pdf;

/// <summary>Pages in A4 with contents, page numbers, text that can be selected, and charts that stay sharp.</summary>
internal sealed class PdfReportFormat(PdfReportOptions options) : IReportFormat
{
    public string Name => "pdf";

    public string MediaType => "application/pdf";

    public async ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);

        var content = new ReportContent(report);
        using var fonts = new PdfFonts(options);

        // Set twice: where a chapter begins is known when all are set, and the contents stand before them.
        using var draft = new MemoryStream();
        PdfOutline outline = Set(content, report, fonts, draft, PdfOutline.Unknown);
        cancellationToken.ThrowIfCancellationRequested();
        using var final = new MemoryStream();
        Set(content, report, fonts, final, outline);
        await output.WriteAsync(final.GetBuffer().AsMemory(0, (int)final.Length), cancellationToken)
            .ConfigureAwait(false);
    }

    private static PdfOutline Set(
        ReportContent content, UsageReport report, PdfFonts fonts, Stream stream, PdfOutline known)
    {
        // The report's own time, not the clock's: the same report gives the same bytes.
        DateTime stamp = report.Period.AsOf.UtcDateTime;
        var metadata = new SKDocumentPdfMetadata
        {
            Title = content.Title,
            Subject = content.Subtitle,
            Keywords = report.Id,
            Creation = stamp,
            Modified = stamp,
        };
        using SKDocument document = SKDocument.CreatePdf(stream, metadata);
        using var pages = new PdfPages(document, fonts, content.Footer, known.Pages);
        var setter = new PdfSetter(pages, fonts);
        IReadOnlyList<ReportSection> sections = content.Sections();
        setter.SetTitle(content, sections, known);
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ReportSection section in sections) starts[section.Anchor] = setter.Set(section);
        pages.Finish();
        document.Close();
        return new PdfOutline(pages.Number, starts);
    }
}
