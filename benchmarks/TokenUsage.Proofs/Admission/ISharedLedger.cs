using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>A ledger that several processes can use at once, and the server or file it needs.</summary>
internal interface ISharedLedger
{
    /// <summary>The word after <c>--ledger</c>.</summary>
    string Name { get; }

    /// <summary>Starts an empty one of our own.</summary>
    Task<LedgerHost> StartAsync(CancellationToken cancellationToken);

    /// <summary>Connects a process to it.</summary>
    IQuotaLedger Connect(string address);
}
