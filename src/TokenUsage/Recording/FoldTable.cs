using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Adds up records for which there is no room, by minute, model, user and how they count: lossy detail, lossless totals.</summary>
internal sealed class FoldTable(int limit, TimeProvider time)
{
    // Beyond the limit of keys, one key an hour takes the rest, for each outcome, source and cost status there is.
    private const string Others = "(others)";
    private const long MinutesPerHour = 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<FoldKey, FoldedTotals> _totals = [];
    private int _count;
    private long _calls;

    /// <summary>Gets how many totals wait to be stored.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets how many records are summed up in them.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public void Add(UsageEntry entry)
    {
        var key = FoldKey.Of(entry);
        lock (_lock)
        {
            if (_totals.Count >= limit && !_totals.ContainsKey(key))
            {
                long hour = key.Minute - (key.Minute % MinutesPerHour);
                key = key with { Minute = hour, Provider = Others, Model = null, User = null };
            }

            if (!_totals.TryGetValue(key, out FoldedTotals? totals))
            {
                totals = new FoldedTotals(GuidSource.Next(time.GetUtcNow()), key);
                _totals.Add(key, totals);
                Volatile.Write(ref _count, _totals.Count);
            }

            totals.Add(entry);
            _calls++;
        }
    }

    /// <summary>Hands out totals and forgets them: a later record of the same key begins a new sum.</summary>
    public UsageRecord[] Take(int most)
    {
        lock (_lock)
        {
            FoldKey[] keys = [.. _totals.Keys.Take(most)];
            UsageRecord[] records = [.. keys.Select(key => _totals[key].ToRecord())];
            foreach (FoldKey key in keys) Remove(key);
            return records;
        }
    }

    /// <summary>Moves totals elsewhere, until that place refuses or enough are moved.</summary>
    /// <returns>How many were moved.</returns>
    public int Move(Func<UsageRecord, bool> place, int most)
    {
        // Under the lock: whoever finds none here finds them all there.
        lock (_lock)
        {
            int moved = 0;
            foreach (FoldKey key in _totals.Keys.Take(most).ToArray())
            {
                if (!place(_totals[key].ToRecord())) break;

                Remove(key);
                moved++;
            }

            return moved;
        }
    }

    private void Remove(FoldKey key)
    {
        if (_totals.Remove(key, out FoldedTotals? totals)) _calls -= totals.Calls;
        Volatile.Write(ref _count, _totals.Count);
    }
}
