using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>A store with a fault before or after its appends.</summary>
internal sealed class InterruptedStore(IUsageStore inner) : IUsageStore
{
    /// <summary>Gets or sets what happens before and after each append: throw, wait or return.</summary>
    public Func<AppendMoment, CancellationToken, Task> At { get; set; } = static (_, _) => Task.CompletedTask;

    public IReadOnlyList<UsageCube> Cubes => inner.Cubes;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await At(AppendMoment.BeforeWrite, cancellationToken);
        AppendResult result = await inner.AppendAsync(batch, cancellationToken);
        await At(AppendMoment.AfterCommit, cancellationToken);
        return result;
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        inner.ReadRollupsAsync(read, cancellationToken);

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        inner.ReadRecordsAsync(read, cancellationToken);
}
