namespace TokenUsage.Aggregation;

/// <summary>The counts of one dimension's values in one bucket of time.</summary>
internal sealed class LiveKeys(CellBudget budget)
{
    // A power of two. Most dimensions have few values: their cells are found here without hashing the text.
    private const int RecentCount = 8;

    private readonly Dictionary<string, LiveCell> _named = new(StringComparer.Ordinal);
    private (string? Key, LiveCell? Cell)[]? _recent;
    private LiveTally _missing;
    private LiveTally _other;

    public bool HasOverflowed => _other.Attempts > 0;

    public ICollection<string> Names => _named.Keys;

    /// <summary>Adds to a value that is known here, or to none.</summary>
    /// <returns>Whether that was it; if not, <see cref="Add(string?, in LiveTally)"/> finds a place.</returns>
    public bool TryAdd(string? key, in LiveTally count)
    {
        if (key is null)
        {
            _missing.Add(count);
            return true;
        }

        if (Find(key) is not { } cell) return false;
        cell.Count.Add(count);
        return true;
    }

    public void Add(string? key, in LiveTally count)
    {
        if (!TryAdd(key, count)) AddNew(key!, count);
    }

    /// <summary>Adds to a value that is not known here.</summary>
    public void AddNew(string key, in LiveTally count)
    {
        if (budget.HasRoom(_named.Count))
        {
            budget.Take();
            _named.Add(key, new LiveCell { Count = count });
        }
        else
        {
            AddOther(count);
            budget.Overflowed += count.Attempts;
        }
    }

    public void AddOther(in LiveTally count) => _other.Add(count);

    /// <summary>Adds another bucket's counts, name by name as far as there is room.</summary>
    public void Add(LiveKeys other)
    {
        foreach ((string key, LiveCell cell) in other._named) Add(key, cell.Count);
        _missing.Add(other._missing);
        _other.Add(other._other);
    }

    public void AddTo(LiveGroups groups)
    {
        foreach ((string key, LiveCell cell) in _named) groups.Add(key, cell.Count);
        if (_missing.Attempts > 0) groups.AddMissing(_missing);
        if (_other.Attempts > 0) groups.AddOther(_other);
    }

    /// <summary>Gives a value's counts another name.</summary>
    public bool Rename(string from, string to)
    {
        if (!_named.Remove(from, out LiveCell? cell)) return false;
        _recent = null;
        budget.GiveBack(1);
        Add(to, cell.Count);
        return true;
    }

    public void Clear()
    {
        budget.GiveBack(_named.Count);
        _named.Clear();
        _named.TrimExcess(); // a minute of a million users must not hold its table for ever
        _recent = null;
        _missing = default;
        _other = default;
    }

    private LiveCell? Find(string key)
    {
        if (key.Length == 0) return _named.GetValueOrDefault(key);

        _recent ??= new (string?, LiveCell?)[RecentCount];
        ref (string? Key, LiveCell? Cell) recent = ref _recent[(key[^1] + key.Length) & (RecentCount - 1)];
        if (string.Equals(recent.Key, key, StringComparison.Ordinal)) return recent.Cell;
        if (_named.TryGetValue(key, out LiveCell? cell)) recent = (key, cell);
        return cell;
    }
}
