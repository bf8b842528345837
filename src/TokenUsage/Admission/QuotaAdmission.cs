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

    /// <summary>Claims the right to resolve. True for the first who asks.</summary>
    public bool TryResolve() => Interlocked.CompareExchange(ref _state, Resolved, Open) == Open;

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
