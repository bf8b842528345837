using Microsoft.Extensions.Logging;

namespace TokenUsage.Admission;

/// <summary>
/// The quotas as applications see them: asks the gate, and keeps every change before it takes effect.
/// </summary>
internal sealed class TokenQuotas(
    QuotaGate gate, IQuotaChangeLog changes, TimeProvider time, ILogger<TokenQuotas> logger)
    : ITokenQuotas, IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;
    private long _version = -1;
    private int _isOpen;
    private int _isClosed;

    /// <summary>Takes up the changes of earlier processes, and from then on those of others.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isOpen, 1) != 0) return;

        IReadOnlyList<QuotaDefinition> configured = gate.Book.Configured;
        if (configured.Count > 0) await changes.PublishAsync(configured, cancellationToken).ConfigureAwait(false);
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await gate.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_version >= 0) _following = FollowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return; // a container disposes it once for each of its names

        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Reads all changes again if somebody has made one.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        long version = await changes.ReadVersionAsync(cancellationToken).ConfigureAwait(false);
        if (version == _version && version >= 0) return;

        List<QuotaChange> read = [];
        await foreach (QuotaChange change in changes.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            read.Add(change);
        }

        gate.Book.Replay(read);
        _version = version;
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
                await RefreshAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.ChangesUnread(exception); // what holds stays: a halt must survive the loss of its file
            }
        }
    }

    public ValueTask<QuotaDecision> CheckAsync(QuotaRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return gate.CheckAsync(AdmissionRequest.From(request), cancellationToken);
    }

    public async ValueTask<QuotaReservation> ReserveAsync(
        QuotaRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        AdmissionResult result = await gate.ReserveAsync(AdmissionRequest.From(request), cancellationToken)
            .ConfigureAwait(false);
        return result.Admission is { } admission
            ? new HeldReservation(gate, admission)
            : throw new QuotaExceededException(result.Refusal!);
    }

    public ValueTask<IReadOnlyList<QuotaStatus>> GetStatusAsync(
        UsageDimensions subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);

        return gate.ReadStatusAsync(subject, cancellationToken);
    }

    public ValueTask DefineAsync(
        QuotaDefinition quota, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quota);

        string[] faults = [.. QuotaRules.FaultsOf(quota)];
        if (faults.Length > 0) throw new ArgumentException(string.Join(' ', faults), nameof(quota));
        QuotaChange change = Change(QuotaChangeKind.Define, actor) with { Quota = quota.Name, Definition = quota };
        return ApplyAsync(change, cancellationToken);
    }

    public ValueTask RemoveAsync(string quota, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(quota);

        return ApplyAsync(Change(QuotaChangeKind.Remove, actor) with { Quota = quota }, cancellationToken);
    }

    public ValueTask SetOverrideAsync(
        string quota,
        UsageDimensions subject,
        decimal? limit,
        DateTimeOffset? until,
        ChangeActor actor,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(quota);
        ArgumentNullException.ThrowIfNull(subject);

        QuotaRule rule = gate.Book.Find(quota) ?? throw new ArgumentException(
            $"There is no quota '{quota}'. Add it with AddQuota or DefineAsync.", nameof(quota));
        if (limit is { } given && QuotaRules.LimitFault(rule.Unit, nameof(limit), given) is { } fault)
        {
            throw new ArgumentException(fault, nameof(limit));
        }

        QuotaChange change = Change(QuotaChangeKind.Override, actor) with
        {
            Quota = quota,
            Subject = subject,
            Limit = limit,
            Until = until,
        };
        return ApplyAsync(change, cancellationToken);
    }

    public async ValueTask HaltAsync(
        HaltScope scope, string reason, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (scope.Dimension is not null) ArgumentException.ThrowIfNullOrEmpty(scope.Value, nameof(scope));

        QuotaChange change = Change(QuotaChangeKind.Halt, actor) with { Scope = scope, Reason = reason };
        gate.Book.Apply(change); // before it is kept: an emergency does not wait for a store
        logger.Halted(scope.Dimension?.Name ?? "everything", actor.Name);
        await changes.AppendAsync(change, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ResumeAsync(
        HaltScope scope, ChangeActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);

        QuotaChange change = Change(QuotaChangeKind.Resume, actor) with { Scope = scope };
        await ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        logger.Resumed(scope.Dimension?.Name ?? "everything", actor.Name);
    }

    private QuotaChange Change(QuotaChangeKind kind, ChangeActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);

        return new QuotaChange { Kind = kind, Actor = actor, At = time.GetUtcNow() };
    }

    private async ValueTask ApplyAsync(QuotaChange change, CancellationToken cancellationToken)
    {
        await changes.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        gate.Book.Apply(change);
    }
}
