using TokenUsage.Admission;

namespace TokenUsage.Capture;

/// <summary>The quotas as applications see them: by users' own names, where accounts are kept by pseudonyms.</summary>
internal sealed class NamedQuotas(TokenQuotas quotas, UserNames names) : ITokenQuotas
{
    public ValueTask<QuotaDecision> CheckAsync(QuotaRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return quotas.CheckAsync(Hide(request), cancellationToken);
    }

    public ValueTask<QuotaReservation> ReserveAsync(QuotaRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return quotas.ReserveAsync(Hide(request), cancellationToken);
    }

    public ValueTask<IReadOnlyList<QuotaStatus>> GetStatusAsync(
        UsageDimensions subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);

        return quotas.GetStatusAsync(names.Hide(subject), cancellationToken);
    }

    public ValueTask DefineAsync(
        QuotaDefinition quota, ChangeActor actor, CancellationToken cancellationToken = default) =>
        quotas.DefineAsync(quota, actor, cancellationToken);

    public ValueTask RemoveAsync(string quota, ChangeActor actor, CancellationToken cancellationToken = default) =>
        quotas.RemoveAsync(quota, actor, cancellationToken);

    public ValueTask SetOverrideAsync(
        string quota,
        UsageDimensions subject,
        decimal? limit,
        DateTimeOffset? until,
        ChangeActor actor,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);

        return quotas.SetOverrideAsync(quota, names.Hide(subject), limit, until, actor, cancellationToken);
    }

    public ValueTask HaltAsync(
        HaltScope scope, string reason, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);

        return quotas.HaltAsync(Hide(scope), reason, actor, cancellationToken);
    }

    public ValueTask ResumeAsync(HaltScope scope, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);

        return quotas.ResumeAsync(Hide(scope), actor, cancellationToken);
    }

    private QuotaRequest Hide(QuotaRequest request) => request with { Subject = names.Hide(request.Subject) };

    private HaltScope Hide(HaltScope scope) => scope.Dimension == Dimension.User
        ? scope with { Value = names.Hide(new UsageDimensions { User = scope.Value }).User }
        : scope;
}
