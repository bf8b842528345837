namespace TokenUsage.Proofs.Admission;

/// <summary>The ledgers that a proof can be run on, by name: one line each.</summary>
internal static class SharedLedgers
{
    public static IReadOnlyList<ISharedLedger> All { get; } =
    [
        new SqliteSharedLedger(),
        new RedisSharedLedger(),
    ];

    public static ISharedLedger Find(string name) => All.FirstOrDefault(ledger => ledger.Name == name)
        ?? throw new ArgumentException(
            $"There is no shared ledger '{name}'. Use one of {string.Join(", ", All.Select(ledger => ledger.Name))}.");
}
