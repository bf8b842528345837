namespace TokenUsage.Storage;

/// <summary>One cell of a rollup: the totals of a time slice for one combination of dimension values.</summary>
public sealed record RollupRow;
