namespace TokenUsage.Admission;

/// <summary>What happens to a call when the ledger does not answer.</summary>
public enum LedgerFailure
{
    /// <summary>The call is refused, if a quota that enforces matches it.</summary>
    Refuse,

    /// <summary>The call is made; what it uses is charged once the ledger answers again.</summary>
    Admit,
}
