using System.Runtime.CompilerServices;
using TokenUsage.Diagnostics;

namespace TokenUsage.Storage;

/// <summary>Opens a store once, before it is first used, whoever comes first.</summary>
/// <remarks>A failed opening is tried again at the next use: a server that was down at start may be up by then.</remarks>
internal sealed partial class StoreGate(IUsageStore store, StoreTimings? timings = null)
    : IUsageStore, IStoreMaintenance, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _isOpen;

    public IReadOnlyList<UsageCube> Cubes => store.Cubes;

    public string? JournalPath => store.JournalPath;

    /// <summary>Gets what has been appended through this gate.</summary>
    public StoreChanges Changes { get; } = new();

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen) return;

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isOpen) return;

            await store.OpenAsync(cancellationToken).ConfigureAwait(false);
            _isOpen = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        bool isInserted = false;
        long started = timings?.Start() ?? 0;
        Changes.Begin();
        try
        {
            AppendResult result = await store.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            isInserted = result.Inserted.Count > 0;
            return result;
        }
        finally
        {
            Changes.End(isInserted ? batch : []);
            timings?.Appended(started);
        }
    }

    public async ValueTask<IUsageSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<RollupRow> ReadRollupsAsync(
        RollupRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (RollupRow row in store.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    public async IAsyncEnumerable<UsageRecord> ReadRecordsAsync(
        RecordRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (UsageRecord record in store.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public void Dispose() => _turn.Dispose();
}
