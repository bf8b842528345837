namespace TokenUsage.Aggregation;

/// <summary>One value's counts in one bucket. A class, so that the latest ones can be remembered beside their table.</summary>
/// <param name="key">The value; null for what has none.</param>
internal sealed class LiveCell(string? key)
{
    /// <summary>The counts. A field, to be added to in place.</summary>
    public LiveTally Count;

    public string? Key { get; } = key;

    /// <summary>Says whether this is a value's cell. Few values are one object in all records; most differ in their end.</summary>
    public bool Is(string? value) =>
        ReferenceEquals(value, Key)
        || (value is not null && Key is { } key && value.Length == key.Length && key.Length > 0
            && value[^1] == key[^1] && value.AsSpan().SequenceEqual(key));
}
