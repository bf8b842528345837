namespace TokenUsage.Storage;

/// <summary>Which records to read. They come in the order of <see cref="RecordPosition"/>.</summary>
public sealed record RecordRead
{
    /// <summary>Gets the first moment at which a record may have started.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment after the range.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the conditions, all of which must hold; the store checks them.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets the position after which to begin; <see langword="null"/> for the beginning.</summary>
    public RecordPosition? After { get; init; }

    /// <summary>Gets the most records to read; <see langword="null"/> for all.</summary>
    public int? Limit { get; init; }
}
