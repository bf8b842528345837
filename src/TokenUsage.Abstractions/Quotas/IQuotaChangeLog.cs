namespace TokenUsage.Admission;

/// <summary>
/// Keeps the changes to the quotas, so that halts and overrides survive a restart and every change has its actor.
/// </summary>
public interface IQuotaChangeLog
{
    /// <summary>Adds a change. It takes effect only once this has completed.</summary>
    ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken);

    /// <summary>Reads the changes that still matter, oldest first.</summary>
    IAsyncEnumerable<QuotaChange> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads a number that differs after every change, whichever process made it.</summary>
    /// <returns>At least 0; -1, the default, when no other process can change anything.</returns>
    ValueTask<long> ReadVersionAsync(CancellationToken cancellationToken) => ValueTask.FromResult(-1L);

    /// <summary>Notes the quotas that the application's code and configuration define, for tools that see neither.</summary>
    ValueTask PublishAsync(IReadOnlyList<QuotaDefinition> quotas, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>Reads what was last published; nothing, where a log does not keep it.</summary>
    ValueTask<IReadOnlyList<QuotaDefinition>> ReadPublishedAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QuotaDefinition>>([]);
}
