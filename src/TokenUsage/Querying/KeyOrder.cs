namespace TokenUsage.Querying;

/// <summary>Orders keys as their values, joined, would be. Only what ties is joined.</summary>
internal sealed class KeyOrder : IComparer<IReadOnlyList<string?>>
{
    private const char Separator = '\u001f';

    private KeyOrder()
    {
    }

    public static KeyOrder Instance { get; } = new();

    public int Compare(IReadOnlyList<string?>? x, IReadOnlyList<string?>? y) =>
        string.CompareOrdinal(string.Join(Separator, x ?? []), string.Join(Separator, y ?? []));
}
