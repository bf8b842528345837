using System.Runtime.CompilerServices;
using TokenUsage.Storage;

namespace TokenUsage.Testing;

/// <summary>Both doors of a monitor over a list, for tests of code that asks for them. Safe for concurrent use.</summary>
/// <remarks>
/// Knows no prices: a tracked call costs what <see cref="PriceOf"/> says. Records are stored the moment they are offered.
/// </remarks>
/// <param name="time">The clock of started calls.</param>
public sealed class FakeTokenMonitor(TimeProvider? time = null) : ITokenTracker, ITokenUsageStats
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Gets what was recorded.</summary>
    public RecordedUsage Usage { get; } = new();

    /// <summary>Gets or sets what a tracked call costs.</summary>
    /// <value>The default says that no price is known.</value>
    public Func<CallDescription, TokenCounts, Cost> PriceOf { get; set; } = (_, _) => Cost.Unpriced;

    /// <inheritdoc/>
    public UsageTotals Current => Usage.Totals;

    /// <inheritdoc/>
    public ValueTask<TrackedCall> StartAsync(
        CallDescription description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        cancellationToken.ThrowIfCancellationRequested();
        return new(new FakeTrackedCall(this, description, _time));
    }

    /// <inheritdoc/>
    public bool TryRecord(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Usage.Observe([record]);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(UsageRecord record, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TryRecord(record);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<FlushReport> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        int count = Usage.Records.Count;
        return new(new FlushReport { Offered = count, Stored = count });
    }

    /// <summary>Sums up what was recorded: range, filters, groups and breakdowns. It cuts no series.</summary>
    /// <exception cref="NotSupportedException">The query names an interval: ask a real monitor with its store in memory.</exception>
    public ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        if (query.Interval is not null)
        {
            throw new NotSupportedException(
                "The fake monitor cuts no series (UsageQuery.Interval): use AddTokenMonitoring(), "
                + "whose store is in memory.");
        }

        DateTimeOffset now = _time.GetUtcNow();
        UsageRecord[] records = [.. Select(query, now)];
        return new(new UsageSummary
        {
            Totals = RecordedUsage.Sum(records),
            Groups = query.GroupBy.Count == 0 ? [] : Group(records, query.GroupBy),
            Breakdowns = query.Breakdowns.ToDictionary(
                d => d.Name, d => Group(records, [d]), StringComparer.Ordinal),
            AsOf = now,
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UsageRecord> ReadAsync(
        UsageQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask.ConfigureAwait(false);
        IEnumerable<UsageRecord> records = Select(query, _time.GetUtcNow()).OrderBy(r => r.StartedAt);
        foreach (UsageRecord record in query.Limit is { } limit ? records.Take(limit) : records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    private IEnumerable<UsageRecord> Select(UsageQuery query, DateTimeOffset now)
    {
        DateTimeOffset from = query.Range.From ?? now - (query.Range.Length ?? TimeSpan.Zero);
        DateTimeOffset to = query.Range.To ?? now.AddTicks(1);
        return Usage.Records.Where(r => r.StartedAt >= from && r.StartedAt < to && r.Passes(query.Where));
    }

    private static IReadOnlyList<UsageGroup> Group(UsageRecord[] records, IReadOnlyList<Dimension> dimensions)
    {
        var cube = new UsageCube(dimensions);
        return
        [
            .. records.GroupBy(r => string.Join('\n', cube.KeyOf(r)), StringComparer.Ordinal)
                .Select(g => new UsageGroup
                {
                    Key = [.. dimensions.Select(g.First().ValueOf)],
                    Totals = RecordedUsage.Sum(g),
                })
                .OrderByDescending(g => g.Totals.PricedUsd ?? 0),
        ];
    }
}
