namespace TokenUsage.Cli.Inspection;

/// <summary>One exchange of an HTTP archive.</summary>
internal sealed record HarEntry
{
    /// <summary>Gets the entry's own <c>_id</c>, or its place in the file.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required WireExchange Exchange { get; init; }
}
