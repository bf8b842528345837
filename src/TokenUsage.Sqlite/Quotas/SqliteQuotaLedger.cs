using System.Threading.Channels;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Keeps quotas for the processes of one host, in a file.</summary>
/// <remarks>
/// One loop writes for all callers: what they ask meanwhile shares its next transaction, so that a commit's price is
/// paid once for many. The alternative, a connection a caller, has them wait for the file's lock one by one.
/// </remarks>
internal sealed class SqliteQuotaLedger(QuotaFile file, TimeProvider time) : IQuotaLedger, IAsyncDisposable, IDisposable
{
    private const int MostTogether = 256;
    private const int MostWaiting = 65_536;

    private readonly Channel<LedgerStep> _steps = Channel.CreateBounded<LedgerStep>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Lock _starting = new();
    private Task? _loop;

    public bool IsShared => true;

    public ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Reserve(claim, Micros(lease), now), cancellationToken);

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Settle(claim, actual, now), cancellationToken);

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Release(claim, now), cancellationToken);

    public ValueTask<int> RenewAsync(
        IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Renew(ids, Micros(lease), now), cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Sweep(most, now), cancellationToken);

    public ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken) =>
        AskAsync((tables, now) => tables.Read(line, now), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        Task? loop;
        lock (_starting) loop = _loop;
        if (loop is not null) await loop.ConfigureAwait(false);
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<T> AskAsync<T>(
        Func<LedgerTables, long, T> ask, CancellationToken cancellationToken)
    {
        var question = new LedgerQuestion<T>(ask);
        Start();
        await _steps.Writer.WriteAsync(question, cancellationToken).ConfigureAwait(false);
        return await question.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Start()
    {
        if (_loop is not null) return;
        lock (_starting)
        {
            // Not the caller's flow: the loop outlives his call.
            using (ExecutionContext.SuppressFlow())
            {
                _loop ??= Task.Run(ServeAsync);
            }
        }
    }

    private async Task ServeAsync()
    {
        LedgerTables? tables = null;
        List<LedgerStep> steps = [];
        while (await _steps.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (steps.Count < MostTogether && _steps.Reader.TryRead(out LedgerStep? step)) steps.Add(step);
            try
            {
                tables ??= new LedgerTables(file.Open());
                Run(tables, steps);
                foreach (LedgerStep step in steps) step.Answer();
            }
            catch (Exception exception)
            {
                foreach (LedgerStep step in steps) step.Fail(exception);
            }

            steps.Clear();
        }

        tables?.Dispose();
    }

    private void Run(LedgerTables tables, List<LedgerStep> steps)
    {
        tables.Begin();
        try
        {
            long now = Now();
            foreach (LedgerStep step in steps) step.Run(tables, now);
            tables.Commit();
        }
        catch
        {
            tables.RollBack();
            throw;
        }
    }

    private long Now() => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Micros(TimeSpan lease) => lease == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : lease.Ticks / TimeSpan.TicksPerMicrosecond;
}
