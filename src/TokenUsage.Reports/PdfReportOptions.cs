namespace TokenUsage.Reports;

/// <summary>How PDF pages are set.</summary>
public sealed class PdfReportOptions
{
    /// <summary>Gets or sets a font file (TTF or OTF) to embed. A machine without fonts needs one.</summary>
    /// <value><see langword="null"/> by default: <see cref="FontFamily"/> is looked up.</value>
    public string? FontFile { get; set; }

    /// <summary>Gets or sets the installed font family to embed; when it is missing, whatever the system gives instead.</summary>
    /// <value>DejaVu Sans by default.</value>
    public string FontFamily { get; set; } = "DejaVu Sans";
}
