using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Counts the users that appear.</summary>
internal sealed class UserCount(IReadOnlyList<UsageFilter> where) : IQueryTable
{
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private readonly CellFilter _filter = new(where);

    public IReadOnlyList<DateTimeOffset> Edges => [];

    public long Count => _users.Count;

    public void Add(UsageRecord record, in RollupSample sample) => Add(record.Dimensions.User);

    public void Add(in RollupRow row, UsageCube cube)
    {
        if (_filter.Passes(row.Key, cube)) Add(row.Key[cube.IndexOf(Dimension.User)]);
    }

    public void Add(DateTimeOffset start, IReadOnlyList<string?> key, ReadOnlyMemory<byte> cell, UsageCube cube)
    {
        if (_filter.Passes(key, cube)) Add(key[cube.IndexOf(Dimension.User)]);
    }

    private void Add(string? user)
    {
        if (user is not null) _users.Add(user);
    }
}
