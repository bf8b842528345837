namespace TokenUsage.Admission.Ledger;

/// <summary>One account in one window.</summary>
internal readonly record struct CounterKey(QuotaAccount Account, long Window)
{
    public bool Equals(CounterKey other) => Window == other.Window && Account.Equals(other.Account);

    public override int GetHashCode() => Account.GetHashCode() ^ (int)(Window * 0x9E3779B1);
}
