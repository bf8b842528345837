namespace TokenUsage.Proofs.Admission;

/// <summary>What a shared ledger runs on: where processes find it, and how it is taken away again.</summary>
internal sealed class LedgerHost(string address, Action stop) : IDisposable
{
    public string Address { get; } = address;

    public void Dispose() => stop();
}
