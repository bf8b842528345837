namespace TokenUsage.Storage;

/// <summary>How much the in-memory store keeps. It is what a monitor uses when no other store is chosen.</summary>
public sealed class InMemoryStoreOptions
{
    /// <summary>Gets or sets the most records kept; beyond it the oldest leave, and their rollups stay.</summary>
    /// <value>From 1. The default is 100,000, about 60 MB.</value>
    public int MaxRecords { get; set; } = 100_000;

    /// <summary>Gets or sets the most rollup cells kept; beyond it the oldest quarter-hours leave.</summary>
    /// <value>From 1,000. The default is 400,000, about 150 MB.</value>
    public int MaxCells { get; set; } = 400_000;

    /// <summary>Gets the combinations of dimensions for which totals are kept besides those by each single dimension.</summary>
    /// <value>The default is none.</value>
    public IList<UsageCube> Cubes { get; } = [];
}
