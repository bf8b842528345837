namespace TokenUsage.Admission;

/// <summary>What one call asks of its accounts. The same claim is sent to reserve, settle and release it.</summary>
/// <remarks>
/// It carries its windows each time, so that a ledger which has forgotten the reservation, or never saw it, still
/// charges the right ones. Reusable; owned by one call at a time; not safe for concurrent use.
/// </remarks>
public sealed class LedgerClaim
{
    private LedgerLine[] _lines = new LedgerLine[4];
    private LedgerBalance[] _balances = new LedgerBalance[4];

    /// <summary>Gets the id that makes every step idempotent.</summary>
    public Guid Id { get; private set; }

    /// <summary>Gets the number of lines.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the lines.</summary>
    public ReadOnlySpan<LedgerLine> Lines => _lines.AsSpan(0, Count);

    /// <summary>Gets or sets when the ledger admitted the claim, by its own clock; 0 before it did.</summary>
    public long AdmittedAtMicros { get; set; }

    /// <summary>Forgets the last call and begins another.</summary>
    public void Begin(Guid id)
    {
        _lines.AsSpan(0, Count).Clear();
        Id = id;
        Count = 0;
        AdmittedAtMicros = 0;
    }

    /// <summary>Adds a line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The amount is below 0 or above <see cref="QuotaAmounts.Max"/>.
    /// </exception>
    public void Add(in LedgerLine line)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line.Amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(line.Amount, QuotaAmounts.Max);
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Count * 2);
            Array.Resize(ref _balances, Count * 2);
        }

        _balances[Count] = default;
        _lines[Count++] = line;
    }

    /// <summary>Gets where a line's counter stood when the ledger last said so.</summary>
    /// <remarks>
    /// Said after a settlement, and before an admission of those lines that asked for more than was left.
    /// </remarks>
    public LedgerBalance BalanceOf(int line) => _balances[line];

    /// <summary>Notes where a line's counter stands. Called by the ledger.</summary>
    public void SetBalance(int line, LedgerBalance balance) => _balances[line] = balance;
}
