namespace TokenUsage.Aggregation;

/// <summary>The counts of one dimension's values in one bucket of time.</summary>
/// <remarks>
/// Within a batch the same value often follows itself: all calls go to one provider, none names an agent. Such a run costs a
/// comparison a record; the bucket's own sum says at its end what it has brought. <see cref="EndRun"/> comes before anybody
/// reads.
/// </remarks>
internal sealed class LiveKeys(CellBudget budget)
{
    // A power of two. Most dimensions have few values: their cells are found here without hashing the text.
    private const int RecentCount = 32;

    private readonly Dictionary<string, LiveCell> _named = new(StringComparer.Ordinal);
    private readonly LiveCell _missing = new(key: null);
    private LiveCell?[]? _recent;
    private LiveTally _other;

    // The cell of the latest record; and, while a run of it is on, the bucket's sum before the run.
    private LiveCell? _last;
    private bool _isRunning;
    private LiveTally _before;

    public bool HasOverflowed => _other.Attempts > 0;

    public ICollection<string> Names => _named.Keys;

    /// <summary>Counts a record to a value that is known here, or to none.</summary>
    /// <param name="key">The value; null where the record has none.</param>
    /// <param name="count">What the record brings.</param>
    /// <param name="before">The bucket's sum without it.</param>
    /// <returns>Whether that was it; if not, <see cref="AddNew"/> finds a place.</returns>
    public bool TryCount(string? key, in LiveTally count, in LiveTally before)
    {
        if (_last is { } last && last.Is(key))
        {
            if (_isRunning) return true;
            _isRunning = true;
            _before = before;
            return true;
        }

        EndRun(before);
        LiveCell? cell = key is null ? _missing : Find(key);
        _last = cell;
        if (cell is null) return false;
        cell.Count.Add(count);
        return true;
    }

    /// <summary>Adds what the run under way has brought.</summary>
    /// <param name="now">The bucket's sum.</param>
    public void EndRun(in LiveTally now)
    {
        if (!_isRunning) return;
        _last!.Count.AddGrowth(_before, now);
        _isRunning = false;
    }

    public void Add(string? key, in LiveTally count)
    {
        LiveCell? cell = key is null ? _missing : Find(key);
        if (cell is not null) cell.Count.Add(count);
        else AddNew(key!, count);
    }

    /// <summary>Adds to a value that is not known here.</summary>
    public void AddNew(string key, in LiveTally count)
    {
        if (budget.HasRoom(_named.Count))
        {
            budget.Take();
            _named.Add(key, new LiveCell(key) { Count = count });
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
        _missing.Count.Add(other._missing.Count);
        _other.Add(other._other);
    }

    public void AddTo(LiveGroups groups)
    {
        foreach ((string key, LiveCell cell) in _named) groups.Add(key, cell.Count);
        if (_missing.Count.Attempts > 0) groups.AddMissing(_missing.Count);
        if (_other.Attempts > 0) groups.AddOther(_other);
    }

    /// <summary>Gives a value's counts another name.</summary>
    public bool Rename(string from, string to)
    {
        if (!_named.Remove(from, out LiveCell? cell)) return false;
        ForgetRecent();
        budget.GiveBack(1);
        Add(to, cell.Count);
        return true;
    }

    public void Clear()
    {
        budget.GiveBack(_named.Count);
        _named.Clear();
        _named.TrimExcess(); // a minute of a million users must not hold its table for ever
        ForgetRecent();
        _missing.Count = default;
        _other = default;
    }

    private void ForgetRecent() => (_recent, _last, _isRunning) = (null, null, false);

    private LiveCell? Find(string key)
    {
        if (key.Length == 0) return _named.GetValueOrDefault(key);

        _recent ??= new LiveCell?[RecentCount];
        int slot = (key[^1] + (3 * key[key.Length >> 1]) + (7 * key.Length)) & (RecentCount - 1);
        if (_recent[slot] is { } recent && recent.Is(key)) return recent;
        if (_named.TryGetValue(key, out LiveCell? cell)) _recent[slot] = cell;
        return cell;
    }
}
