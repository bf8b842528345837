using System.Runtime.InteropServices;

namespace TokenUsage.Admission;

/// <summary>What one call holds. Pooled: its owner resolves it once and then forgets it.</summary>
/// <remarks>
/// Has a finaliser because an owner that is never disposed (an answer nobody reads) would otherwise hold its quota for
/// ever. In use it costs nothing: pooled objects are not collected.
/// </remarks>
internal sealed class QuotaAdmission
{
    private const int Idle = 0;
    private const int Open = 1;
    private const int Resolved = 2;

    private readonly List<QuotaRule> _rules = new(4);
    private QuotaGate? _gate;
    private int _state;
    private int _dispatched;

    ~QuotaAdmission()
    {
        if (_state == Open) _gate?.Abandon(this);
    }

    public LedgerClaim Claim { get; } = new();

    /// <summary>Gets the rule of each of the claim's lines.</summary>
    public ReadOnlySpan<QuotaRule> Rules => CollectionsMarshal.AsSpan(_rules);

    public CallEstimate Estimate { get; set; }

    /// <summary>
    /// Gets or sets how many tokens the call may use above what it holds: its part of the overshoot bound.
    /// </summary>
    public long UncoveredTokens { get; set; }

    /// <summary>Gets how much output every quota that enforces holds: beyond it the call must ask for more.</summary>
    public long CoveredOutput
    {
        get
        {
            long covered = long.MaxValue;
            foreach (QuotaRule rule in Rules)
            {
                bool countsOutput = rule.Unit is not (QuotaUnit.Requests or QuotaUnit.ConcurrentCalls)
                    && rule.Unit != QuotaUnit.InputTokens;
                if (rule.IsEnforced && countsOutput) covered = Math.Min(covered, HeldOutput(rule.Definition.Estimate));
            }

            return covered;
        }
    }

    /// <summary>Gets further claims of the same call, made because it grew.</summary>
    public List<LedgerClaim>? Extensions { get; private set; }

    public string Provider { get; private set; } = "";

    public string Model { get; private set; } = "";

    /// <summary>Gets whether a quota in money holds a part of the call.</summary>
    public bool CountsMoney { get; private set; }

    public bool IsDispatched => _dispatched != 0;

    public bool IsOpen => Volatile.Read(ref _state) == Open;

    public void Begin(QuotaGate gate, in AdmissionRequest call)
    {
        _gate = gate;
        Provider = call.Provider;
        Model = call.Model;
        Claim.Begin(call.Id);
        _rules.Clear();
        UncoveredTokens = 0;
        CountsMoney = false;
        _dispatched = 0;
        _state = Idle;
    }

    public void Add(QuotaRule rule, in LedgerLine line)
    {
        _rules.Add(rule);
        CountsMoney |= rule.Unit == QuotaUnit.Usd;
        Claim.Add(line);
    }

    public void MarkOpen() => Volatile.Write(ref _state, Open);

    /// <summary>Says that the request has left: from here on the provider may bill it.</summary>
    public void MarkDispatched() => _dispatched = 1;

    /// <summary>Finds the quota in money that refuses a model without a price.</summary>
    public QuotaRule? FindBlocking()
    {
        if (!Estimate.Price.IsBlocked) return null;

        foreach (QuotaRule rule in Rules)
        {
            if (rule.IsEnforced && rule.Unit == QuotaUnit.Usd) return rule;
        }

        return null;
    }

    /// <summary>Gets whether the collector has found the admission: its finaliser may yet run, so it is not reused.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Keeps the admission out of the pool from here on.</summary>
    public void Retire() => IsRetired = true;

    /// <summary>Claims the right to resolve. True for the first who asks.</summary>
    public bool TryResolve() => Interlocked.CompareExchange(ref _state, Resolved, Open) == Open;

    private long HeldOutput(QuotaEstimate estimate) => estimate switch
    {
        QuotaEstimate.UpperBound => long.MaxValue, // the provider itself ends the answer there
        QuotaEstimate.Expected => Math.Min(Estimate.ExpectedOutput, Estimate.Output),
        _ => 0,
    };

    public void AddExtension(LedgerClaim claim) => (Extensions ??= []).Add(claim);

    public void Clear()
    {
        _gate = null;
        _rules.Clear();
        Claim.Begin(Guid.Empty);
        Extensions = null;
        _state = Idle;
    }
}
