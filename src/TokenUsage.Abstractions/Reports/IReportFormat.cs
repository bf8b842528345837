namespace TokenUsage;

/// <summary>Writes reports in one format: the seam for formats of your own.</summary>
/// <remarks>Register one with <c>AddReportFormat</c>. Of two with the same name the last one registered is used.</remarks>
public interface IReportFormat
{
    /// <summary>Gets the name by which it is asked for, as <c>json</c>.</summary>
    string Name { get; }

    /// <summary>Gets the ending of its files, without a dot in front.</summary>
    /// <value>The <see cref="Name"/> by default.</value>
    string FileExtension => Name;

    /// <summary>Gets its media type: <c>application/json</c>.</summary>
    string MediaType { get; }

    /// <summary>Writes a report: the same bytes for the same report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to. It stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken);
}
