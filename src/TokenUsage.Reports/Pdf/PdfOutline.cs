using System.Collections.Immutable;

namespace TokenUsage.Reports.Pdf;

/// <summary>How many pages there are, and on which each chapter begins.</summary>
internal sealed record PdfOutline(int Pages, IReadOnlyDictionary<string, int> Starts)
{
    /// <summary>Gets the outline of what is set for the first time.</summary>
    public static PdfOutline Unknown { get; } = new(0, ImmutableDictionary<string, int>.Empty);
}
