namespace TokenUsage.Cli.Stores;

/// <summary>What a store holds, or what one user used.</summary>
internal sealed record StoreStatus
{
    public required StoreAddress Address { get; init; }

    public string? User { get; init; }

    public required UsageTotals Day { get; init; }

    public required UsageTotals Month { get; init; }

    /// <summary>Gets the quotas of the user.</summary>
    public IReadOnlyList<QuotaStatus> Quotas { get; init; } = [];

    /// <summary>Gets what waits beside the store; null where nothing can.</summary>
    public JournalStatus? Journal { get; init; }
}
