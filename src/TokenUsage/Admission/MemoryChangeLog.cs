using System.Runtime.CompilerServices;

namespace TokenUsage.Admission;

/// <summary>Keeps the last changes while the process lives: for applications without a durable store.</summary>
internal sealed class MemoryChangeLog : IQuotaChangeLog
{
    private const int MostChanges = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<QuotaChange> _changes = new();

    public ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_changes.Count == MostChanges) _changes.Dequeue();
            _changes.Enqueue(change);
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<QuotaChange> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QuotaChange[] changes;
        lock (_gate) changes = [.. _changes];

        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (QuotaChange change in changes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return change;
        }
    }
}
