namespace TokenUsage.AspNetCore.Tests.Ledger;

/// <summary>Adds up what the feed tells.</summary>
internal sealed class FeedSums
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _wanted = long.MaxValue;

    public static FeedOptions Options { get; } = new()
    {
        Name = "ledger",
        Kinds = [FeedEventKind.CallCompleted, FeedEventKind.CallFailed, FeedEventKind.CallRefused],
        Capacity = 1 << 20,
    };

    public LedgerSums Sums { get; private set; } = new(0, 0, 0, 0, 0);

    public ValueTask Add(FeedEvent item, CancellationToken cancellationToken)
    {
        UsageRecord record = item.Record!;
        Sums = new LedgerSums(
            Sums.Attempts + 1, Sums.Input + (record.Tokens.Input ?? 0), Sums.Output + (record.Tokens.Output ?? 0),
            Sums.CachedInput + (record.Tokens.CachedInput ?? 0), Sums.Usd + (record.Cost.Usd ?? 0));
        if (Sums.Attempts >= Volatile.Read(ref _wanted)) _all.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public Task WhenAsync(long attempts, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _wanted, attempts);
        if (Sums.Attempts >= attempts) _all.TrySetResult();
        return _all.Task.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
    }
}
