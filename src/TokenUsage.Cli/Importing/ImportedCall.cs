namespace TokenUsage.Cli.Importing;

/// <summary>A call as another tool wrote it down, before it has a price of ours.</summary>
internal sealed record ImportedCall
{
    /// <summary>Gets what makes it the same call wherever it is found again. The record's id is made of it.</summary>
    public required string Identity { get; init; }

    /// <summary>Gets the record, unpriced.</summary>
    public required UsageRecord Record { get; init; }

    /// <summary>Gets the cost that the log states; <see langword="null"/> when it states none.</summary>
    public decimal? StatedUsd { get; init; }

    /// <summary>Gets the host that was called, where the log has it: some prices depend on it.</summary>
    public string? Host { get; init; }
}
