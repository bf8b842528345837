using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenUsage.Aggregation;

/// <summary>The counts of one dimension's values in one bucket of time.</summary>
internal sealed class LiveKeys(CellBudget budget)
{
    private readonly Dictionary<string, LiveTally> _named = new(StringComparer.Ordinal);
    private LiveTally _missing;
    private LiveTally _other;

    public bool HasOverflowed => _other.Attempts > 0;

    public ICollection<string> Names => _named.Keys;

    public void Add(string? key, in LiveTally count)
    {
        if (key is null)
        {
            _missing.Add(count);
            return;
        }

        ref LiveTally known = ref CollectionsMarshal.GetValueRefOrNullRef(_named, key);
        if (!Unsafe.IsNullRef(ref known))
        {
            known.Add(count);
        }
        else if (budget.HasRoom(_named.Count))
        {
            budget.Take();
            _named.Add(key, count);
        }
        else
        {
            AddOther(count);
            budget.Overflowed += count.Attempts;
        }
    }

    public void AddOther(in LiveTally count)
    {
        _other.Add(count);
    }

    /// <summary>Adds another bucket's counts, name by name as far as there is room.</summary>
    public void Add(LiveKeys other)
    {
        foreach ((string key, LiveTally count) in other._named) Add(key, count);
        _missing.Add(other._missing);
        _other.Add(other._other);
    }

    public void AddTo(LiveGroups groups)
    {
        foreach ((string key, LiveTally count) in _named) groups.Add(key, count.ToCount());
        if (_missing.Attempts > 0) groups.AddMissing(_missing.ToCount());
        if (_other.Attempts > 0) groups.AddOther(_other.ToCount());
    }

    /// <summary>Gives a value's counts another name.</summary>
    public bool Rename(string from, string to)
    {
        if (!_named.Remove(from, out LiveTally count)) return false;
        budget.GiveBack(1);
        Add(to, count);
        return true;
    }

    public void Clear()
    {
        budget.GiveBack(_named.Count);
        _named.Clear();
        _named.TrimExcess(); // a minute of a million users must not hold its table for ever
        _missing = default;
        _other = default;
    }
}
