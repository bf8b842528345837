using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>One group under way: a cell for each interval in which it has usage; without a series just one.</summary>
internal sealed class GroupCells(IReadOnlyList<string?> key, bool isOther = false)
{
    private const string OtherValue = "other";

    private readonly SortedList<int, RollupCell> _cells = [];
    private RollupCell? _total;

    public IReadOnlyList<string?> Key { get; } = key;

    public bool IsOther { get; } = isOther;

    public IEnumerable<KeyValuePair<int, RollupCell>> Cells => _cells;

    /// <summary>Gets the sum of all intervals. Asked for when nothing more is added.</summary>
    public RollupCell Total => _total ??= Sum();

    public static GroupCells Other(int width) => new([.. Enumerable.Repeat(OtherValue, width)], isOther: true);

    public RollupCell At(int interval)
    {
        if (_cells.TryGetValue(interval, out RollupCell? cell)) return cell;
        return _cells[interval] = new RollupCell();
    }

    public void Add(GroupCells other)
    {
        foreach ((int interval, RollupCell cell) in other.Cells) At(interval).Add(cell);
    }

    private RollupCell Sum()
    {
        if (_cells.Count == 1) return _cells.Values[0];
        var sum = new RollupCell();
        foreach (RollupCell cell in _cells.Values) sum.Add(cell);
        return sum;
    }
}
