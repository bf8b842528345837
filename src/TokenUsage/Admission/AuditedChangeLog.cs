using System.Runtime.CompilerServices;

namespace TokenUsage.Admission;

/// <summary>Puts every change to the quotas into the audit trail before it is kept: with how it was before.</summary>
/// <remarks>The other way round a change could take effect that nobody finds; an entry without an effect does no harm.</remarks>
internal sealed class AuditedChangeLog(IQuotaChangeLog inner, IAuditTrail trail) : IQuotaChangeLog
{
    private const int MostKnown = 10_000; // beyond it "before" is left out, and the trail still has the older entry

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Target, string? Subject), string?> _present = [];

    public async ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken)
    {
        string? before = Note(change);
        var entry = new AuditChange
        {
            Actor = change.Actor,
            Action = ActionOf(change.Kind),
            Target = TargetOf(change),
            Subject = SubjectOf(change),
            Before = before,
            After = QuotaChangeText.Of(change),
        };
        await trail.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        await inner.AppendAsync(change, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<QuotaChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (QuotaChange change in inner.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Note(change);
            yield return change;
        }
    }

    public ValueTask<long> ReadVersionAsync(CancellationToken cancellationToken) =>
        inner.ReadVersionAsync(cancellationToken);

    public ValueTask PublishAsync(IReadOnlyList<QuotaDefinition> quotas, CancellationToken cancellationToken) =>
        inner.PublishAsync(quotas, cancellationToken);

    public ValueTask<IReadOnlyList<QuotaDefinition>> ReadPublishedAsync(CancellationToken cancellationToken) =>
        inner.ReadPublishedAsync(cancellationToken);

    private static string ActionOf(QuotaChangeKind kind) => kind switch
    {
        QuotaChangeKind.Define => "quota.define",
        QuotaChangeKind.Remove => "quota.remove",
        QuotaChangeKind.Override => "quota.override",
        QuotaChangeKind.Halt => "calls.halt",
        _ => "calls.resume",
    };

    private static string TargetOf(QuotaChange change) => change switch
    {
        { Quota: { } quota, Kind: QuotaChangeKind.Override } => $"{quota}: {QuotaChangeText.SubjectOf(change)}",
        { Quota: { } quota } => quota,
        { Scope: { Dimension: { } dimension } } when dimension == Dimension.User => "user",
        _ => change.Scope?.ToString() ?? "everything",
    };

    // A person is never part of the target: the trail keeps the subject as a commitment.
    private static string? SubjectOf(QuotaChange change) =>
        change.Subject?.User ?? (change.Scope?.Dimension == Dimension.User ? change.Scope?.Value : null);

    private string? Note(QuotaChange change)
    {
        (string, string?) key = (TargetOf(change), SubjectOf(change));
        lock (_lock)
        {
            string? before = _present.GetValueOrDefault(key);
            if (_present.Count >= MostKnown) _present.Clear();
            _present[key] = QuotaChangeText.Of(change);
            return before;
        }
    }
}
