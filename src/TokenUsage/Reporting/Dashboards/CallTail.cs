namespace TokenUsage.Reporting.Dashboards;

/// <summary>Keeps the latest calls, and reads only what came since.</summary>
internal sealed class CallTail(ITokenUsageStats stats)
{
    private const int Most = 50;
    private const int MostRead = 1_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    // A call is stored when it ends: one that began before the last look may come after it.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly Dictionary<Guid, UsageRecord> _seen = [];
    private DateTimeOffset? _read;

    /// <returns>The calls, newest first.</returns>
    public async ValueTask<IReadOnlyList<UsageRecord>> ReadAsync(
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset from = _read is { } read && read - Overlap > now - Memory ? read - Overlap : now - Memory;
        string? cursor = null;
        int count;
        do
        {
            count = 0;
            var query = new UsageQuery { Range = TimeRange.Between(from, now), Limit = MostRead, Cursor = cursor };
            await foreach (UsageRecord record in stats.ReadAsync(query, cancellationToken).ConfigureAwait(false))
            {
                _seen[record.Id] = record;
                cursor = UsageCursor.After(record);
                count++;
            }

            Forget(now);
        }
        while (count == MostRead);

        _read = now;
        return Latest();
    }

    private IReadOnlyList<UsageRecord> Latest() =>
        [.. _seen.Values.OrderByDescending(record => record.StartedAt).ThenBy(record => record.Id).Take(Most)];

    private void Forget(DateTimeOffset now)
    {
        HashSet<Guid> kept = [.. Latest().Where(record => record.StartedAt >= now - Memory).Select(r => r.Id)];
        foreach (Guid id in _seen.Keys.Where(id => !kept.Contains(id)).ToList()) _seen.Remove(id);
    }
}
