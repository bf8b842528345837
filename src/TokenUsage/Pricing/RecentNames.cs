namespace TokenUsage.Pricing;

/// <summary>A small table before the dictionary: hashing a name costs more than comparing it with a guess.</summary>
/// <remarks>Names that fall on one place push each other out, which costs a look into the dictionary and nothing else.</remarks>
internal sealed class RecentNames
{
    private const int Places = 256;

    private readonly Entry?[] _entries = new Entry?[Places];

    public ResolvedModel? Find(string provider, string? model, string? requested, string? tenant)
    {
        Entry? entry = Volatile.Read(ref _entries[PlaceOf(provider, model ?? requested)]);
        if (entry is null) return null;

        return entry.Model == model && entry.Provider == provider && entry.Requested == requested
            && entry.Tenant == tenant
            ? entry.Resolved
            : null;
    }

    public void Keep(in ModelKey key, ResolvedModel resolved) => Volatile.Write(
        ref _entries[PlaceOf(key.Provider, key.Model ?? key.Requested)],
        new Entry(key.Provider, key.Model, key.Requested, key.Tenant, resolved));

    private static int PlaceOf(string provider, string? name)
    {
        if (string.IsNullOrEmpty(name)) return 0;

        uint mixed = (uint)name.Length * 31 + name[^1];
        mixed = mixed * 31 + name[name.Length / 2];
        mixed = mixed * 31 + name[name.Length * 3 / 4];
        return (int)((mixed * 31 + (uint)provider.Length) % Places);
    }

    private sealed record Entry(
        string Provider, string? Model, string? Requested, string? Tenant, ResolvedModel Resolved);
}
