using TokenUsage.Storage;

namespace TokenUsage.Testing;

/// <summary>Keeps every record that it sees, for a test to look at. Safe for concurrent use.</summary>
public sealed class RecordedUsage : IUsageObserver
{
    private readonly Lock _lock = new();
    private readonly List<UsageRecord> _records = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Gets what was recorded so far, in the order of storing.</summary>
    public IReadOnlyList<UsageRecord> Records
    {
        get
        {
            lock (_lock) return [.. _records];
        }
    }

    /// <summary>Gets the totals of <see cref="Records"/>.</summary>
    public UsageTotals Totals => Sum(Records);

    /// <summary>Sums records up, as every other total of the monitor is summed up.</summary>
    public static UsageTotals Sum(IEnumerable<UsageRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var cell = new RollupCell();
        foreach (UsageRecord record in records) cell.Add(RecordLimits.Apply(record));
        return cell.ToTotals();
    }

    /// <inheritdoc/>
    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _records.AddRange(stored);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Forgets what was recorded so far.</summary>
    public void Clear()
    {
        lock (_lock) _records.Clear();
    }

    /// <summary>Waits until this many records are there.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait: give it the time limit of the test.</param>
    /// <returns>All records.</returns>
    public async Task<IReadOnlyList<UsageRecord>> WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_records.Count >= count) return [.. _records];
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
