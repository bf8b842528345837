using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>One group under way: a cell for each interval in which it has usage; without a series just one.</summary>
/// <remarks>
/// Cells that come as bytes are kept as such until somebody looks. Of five thousand users nobody looks at more than a few:
/// the others are ranked by their sums, and read right into "other".
/// </remarks>
internal sealed class GroupCells(IReadOnlyList<string?> key, bool isOther = false)
{
    private const string OtherValue = "other";

    private readonly SortedList<int, RollupCell> _cells = [];
    private List<(int Interval, ReadOnlyMemory<byte> Bytes)>? _later;
    private RollupCell? _total;

    public IReadOnlyList<string?> Key { get; } = key;

    public bool IsOther { get; } = isOther;

    public IEnumerable<KeyValuePair<int, RollupCell>> Cells
    {
        get
        {
            Settle();
            return _cells;
        }
    }

    /// <summary>Gets the sum of all intervals. Asked for when nothing more is added.</summary>
    public RollupCell Total => _total ??= Sum();

    public static GroupCells Other(int width) => new([.. Enumerable.Repeat(OtherValue, width)], isOther: true);

    public RollupCell At(int interval)
    {
        if (_cells.TryGetValue(interval, out RollupCell? cell)) return cell;
        return _cells[interval] = new RollupCell();
    }

    /// <summary>Adds a cell by its bytes, which must stay as they are.</summary>
    public void AddLater(int interval, ReadOnlyMemory<byte> bytes) => (_later ??= []).Add((interval, bytes));

    public void Add(GroupCells other)
    {
        foreach ((int interval, RollupCell cell) in other._cells) At(interval).Add(cell);
        foreach ((int interval, ReadOnlyMemory<byte> bytes) in other._later ?? []) At(interval).Merge(bytes.Span);
    }

    /// <summary>Adds what the group is ranked by, all but times, to an empty cell.</summary>
    public void AddSumsTo(RollupCell sums)
    {
        foreach (RollupCell cell in _cells.Values) sums.AddSums(cell);
        foreach ((_, ReadOnlyMemory<byte> bytes) in _later ?? []) sums.MergeSums(bytes.Span);
    }

    private void Settle()
    {
        foreach ((int interval, ReadOnlyMemory<byte> bytes) in _later ?? []) At(interval).Merge(bytes.Span);
        _later = null;
    }

    private RollupCell Sum()
    {
        Settle();
        if (_cells.Count == 1) return _cells.Values[0];
        var sum = new RollupCell();
        foreach (RollupCell cell in _cells.Values) sum.Add(cell);
        return sum;
    }
}
