using System.Collections.Immutable;
using TokenUsage.Admission.Windows;

namespace TokenUsage.Admission;

/// <summary>A quota made ready to be asked. Immutable but for its overrides and the note that it has matched.</summary>
internal sealed class QuotaRule(QuotaDefinition definition, AccountBook accounts, long sinceMicros)
{
    private readonly int _place = accounts.Add(definition);
    private readonly WindowSource _windows = WindowSource.For(definition.Window);
    private readonly QuotaMatch[] _where = [.. definition.Where];
    private readonly long _limit = QuotaScale.ToLimit(definition.Unit, definition.Limit);
    private readonly long? _burst =
        definition.Burst is { } burst ? QuotaScale.ToLimit(definition.Unit, burst) : null;

    private ImmutableDictionary<QuotaAccount, LimitOverride> _overrides =
        ImmutableDictionary<QuotaAccount, LimitOverride>.Empty;

    public QuotaDefinition Definition { get; } = definition;

    /// <summary>Gets where the rule's accounts are kept, with those of other rules of the same dimensions.</summary>
    public AccountBook Accounts { get; } = accounts;

    public QuotaUnit Unit { get; } = definition.Unit;

    /// <summary>Gets since when the rule could have matched.</summary>
    public long SinceMicros { get; } = sinceMicros;

    public bool HasMatched { get; private set; }

    /// <summary>Gets or sets whether it was reported that the rule never matched.</summary>
    public bool IsReportedIdle { get; set; }

    /// <summary>Gets whether the rule can refuse.</summary>
    public bool IsEnforced => Definition.Mode == QuotaMode.Enforce;

    public bool Matches(in AdmissionRequest call)
    {
        foreach (QuotaMatch match in _where)
        {
            if (!match.Covers(call.ValueOf(match.Dimension))) return false;
        }

        // Read first: a write on every call would move the cache line between cores.
        if (!HasMatched) HasMatched = true;
        return true;
    }

    /// <summary>Says whether a subject names every dimension that the quota is kept by.</summary>
    public bool IsNamedBy(in AdmissionRequest subject)
    {
        foreach (Dimension dimension in Definition.Per)
        {
            if (subject.ValueOf(dimension) is null) return false;
        }

        return true;
    }

    public LedgerLine LineFor(in AdmissionRequest call, long nowMicros, long amount) =>
        LineFor(call, Accounts.Find(call), nowMicros, amount);

    /// <summary>Makes the line of a call whose accounts in <see cref="Accounts"/> were found before.</summary>
    public LedgerLine LineFor(in AdmissionRequest call, QuotaAccount?[] found, long nowMicros, long amount)
    {
        QuotaAccount account = found[_place] ??= Accounts.Create(_place, call);
        long limit = LimitOf(account, nowMicros);
        return new LedgerLine
        {
            Account = account,
            Window = _windows.At(nowMicros),
            Unit = Unit,
            Limit = limit,
            Burst = _burst ?? limit,
            Amount = amount,
            Enforced = IsEnforced,
        };
    }

    public void SetOverride(in AdmissionRequest subject, LimitOverride? changed)
    {
        QuotaAccount account = Accounts.Find(subject)[_place] ??= Accounts.Create(_place, subject);
        ImmutableInterlocked.Update(
            ref _overrides,
            (overrides, change) => change.Changed is { } limit
                ? overrides.SetItem(change.Account, limit)
                : overrides.Remove(change.Account),
            (Account: account, Changed: changed));
    }

    private long LimitOf(QuotaAccount account, long nowMicros) =>
        !_overrides.IsEmpty && _overrides.TryGetValue(account, out LimitOverride? own) && nowMicros < own.UntilMicros
            ? own.Limit
            : _limit;
}
