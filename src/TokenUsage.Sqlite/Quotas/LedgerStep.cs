namespace TokenUsage.Sqlite.Quotas;

/// <summary>One thing that is asked of the ledger, and whoever waits for the answer.</summary>
internal abstract class LedgerStep
{
    /// <summary>Finds the answer, inside a transaction.</summary>
    public abstract void Run(LedgerTables tables, long nowMicros);

    /// <summary>Gives the answer, after the commit.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception exception);
}
