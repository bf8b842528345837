using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>How one shape of window is counted. Asked inside a transaction that writes, by one thread.</summary>
internal interface ILedgerCounter
{
    /// <summary>Says whether a line fits, and when to ask again if not (0: nobody knows, or never).</summary>
    bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros);

    LedgerBalance Read(in LedgerLine line, long nowMicros);

    /// <summary>Holds a line's amount.</summary>
    LeaseLine Hold(in LedgerLine line, long nowMicros);

    /// <summary>Gives back what a line holds, and charges what was used.</summary>
    void Resolve(in LeaseLine line, long used, long nowMicros);

    /// <summary>Charges what was used of a line of which nothing is held any more.</summary>
    void Charge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros);
}
