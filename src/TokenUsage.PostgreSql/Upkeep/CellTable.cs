using System.Buffers;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>The cells of one cube and one slice, by key.</summary>
internal sealed class CellTable
{
    private readonly Dictionary<string, RollupCell> _cells = new(StringComparer.Ordinal);

    public RollupCell CellOf(IReadOnlyList<string?> key)
    {
        // A value that holds these two signs itself could only hide that two such keys were swapped.
        string name = string.Join('\u001f', key.Select(v => v ?? "\u001e"));
        return CellOf(name);
    }

    public void Add(CellTable other)
    {
        foreach ((string key, RollupCell cell) in other._cells) CellOf(key).Add(cell);
    }

    /// <summary>Compares the cells as they are written: every counter, amount and bucket of a sketch.</summary>
    public bool HasSameCells(CellTable other)
    {
        if (_cells.Count != other._cells.Count) return false;
        var left = new ArrayBufferWriter<byte>();
        var right = new ArrayBufferWriter<byte>();
        foreach ((string key, RollupCell cell) in _cells)
        {
            if (!other._cells.TryGetValue(key, out RollupCell? same)) return false;
            left.ResetWrittenCount();
            right.ResetWrittenCount();
            cell.Encode(left);
            same.Encode(right);
            if (!left.WrittenSpan.SequenceEqual(right.WrittenSpan)) return false;
        }

        return true;
    }

    public UsageTotals Sum()
    {
        var sum = new RollupCell();
        foreach (RollupCell cell in _cells.Values) sum.Add(cell);
        return sum.ToTotals();
    }

    private RollupCell CellOf(string name)
    {
        if (!_cells.TryGetValue(name, out RollupCell? cell)) _cells.Add(name, cell = new RollupCell());
        return cell;
    }
}
