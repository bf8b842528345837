using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Admission;

/// <summary>Decides whether a call may be made, holds what it may use, and charges what it used.</summary>
/// <remarks>
/// With a ledger in memory every step completes at once and allocates nothing. A shared ledger is waited for at most
/// <see cref="QuotaOptions.LedgerTimeout"/>.
/// </remarks>
internal sealed partial class QuotaGate : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan OpeningTimeout = TimeSpan.FromSeconds(5);

    private readonly IQuotaLedger _ledger;

    // The same ledger where it is in memory: it is then asked with the time that the windows were found with.
    private readonly MemoryQuotaLedger? _memory;
    private readonly TimeProvider _time;
    private readonly ILogger<QuotaGate> _logger;
    private readonly QuotaOptions _options;
    private readonly OutputHistory _history = new();
    private readonly CallEstimator _estimator;
    private readonly IQuotaListener[] _listeners;
    private readonly AdmissionPool _pool = new();
    private readonly LedgerUpkeep _upkeep;
    private readonly WaitingLine _line;
    private readonly TimeSpan _lease;

    // Until a shared ledger has answered once, it is being opened, which takes longer than a call may wait.
    private volatile bool _hasAnswered;
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable? _reload;
    private readonly Task _loop;

    public QuotaGate(
        IQuotaLedger ledger,
        IOptionsMonitor<QuotaOptions> options,
        ICallCeilings ceilings,
        TimeProvider time,
        ILogger<QuotaGate> logger,
        IEnumerable<IQuotaListener> listeners)
    {
        _ledger = ledger;
        _memory = ledger as MemoryQuotaLedger;
        _time = time;
        _logger = logger;
        _options = options.CurrentValue;
        _estimator = new CallEstimator(ceilings, _history, _options);
        _listeners = [.. listeners];
        // A ledger that dies with its process needs no expiry: the finaliser frees what an abandoned call holds.
        _lease = ledger.IsShared ? _options.Lease : Timeout.InfiniteTimeSpan;
        _upkeep = new LedgerUpkeep(ledger, time, _options.Lease, Counters, logger);
        _line = new WaitingLine(this, time, _options.MostWaiting);
        Book = new QuotaBook(time);
        Book.Configure(_options.Quotas);
        _reload = options.OnChange(changed => Book.Configure(changed.Quotas));
        _loop = UpkeepAsync();
    }

    public QuotaBook Book { get; }

    public AdmissionCounters Counters { get; } = new();

    /// <summary>Gets whether anything can refuse or count a call: without it nobody need ask.</summary>
    public bool IsActive => !Book.Rules.IsEmpty || !Book.Halts.IsEmpty;

    /// <summary>Gets what a call that failed after it was sent is charged when its provider said nothing.</summary>
    public UnknownUsage OnUnknownUsage => _options.OnUnknownUsage;

    /// <summary>Asks a shared ledger something, so that one that cannot be used is an error at start.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (!_ledger.IsShared || !IsActive) return;

        await _ledger.RenewAsync([], _options.Lease, cancellationToken).ConfigureAwait(false);
        _hasAnswered = true;
    }

    public async ValueTask DisposeAsync()
    {
        _reload?.Dispose();
        _line.Close();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await SettleWaitingAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Resolves what the garbage collector found: nobody else can any more.</summary>
    public void Abandon(QuotaAdmission admission)
    {
        if (!admission.TryResolve()) return;

        Counters.CountAbandoned();
        Counters.AddUncovered(-admission.UncoveredTokens);
        _upkeep.Forget(admission.Claim.Id);
        QuotaAmounts charge = admission.IsDispatched ? admission.Estimate.Most : default;
        ResolveAbandoned(admission.Claim, charge);
        foreach (LedgerClaim extension in admission.Extensions ?? []) ResolveAbandoned(extension, default);
    }

    /// <summary>A shared ledger is left to the upkeep: the finaliser's thread must not wait for a network.</summary>
    private void ResolveAbandoned(LedgerClaim claim, QuotaAmounts charge)
    {
        if (_ledger.IsShared)
        {
            _upkeep.Repeat(claim, charge, cause: null);
            return;
        }

        ValueTask<ResolveStatus> answer = _ledger.SettleAsync(claim, charge, CancellationToken.None);
        if (!answer.IsCompletedSuccessfully) Counters.CountLedgerFailure();
    }

    /// <summary>Tries once more, with a deadline of its own, what the ledger has not taken yet.</summary>
    private async ValueTask SettleWaitingAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        try
        {
            await _upkeep.RepeatWaitingAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Counters.CountLedgerFailure();
            _logger.UpkeepFailed(exception);
        }
    }

    private async Task UpkeepAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        while (await NextAsync(timer).ConfigureAwait(false))
        {
            try
            {
                // A ledger in a file is not opened for nothing.
                if (!IsActive && !_upkeep.HasWork) continue;
                await _upkeep.RunOnceAsync(_stop.Token).ConfigureAwait(false);
                ReportIdleRules();
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                Counters.CountLedgerFailure();
                _logger.UpkeepFailed(exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async ValueTask<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void ReportIdleRules()
    {
        long now = UnixMicros.Now(_time);
        foreach (QuotaRule rule in Book.Rules)
        {
            if (rule.HasMatched || rule.IsReportedIdle || now - rule.SinceMicros < UnixMicros.PerHour) continue;

            rule.IsReportedIdle = true;
            _logger.NeverMatched(rule.Definition.Name);
        }
    }
}
