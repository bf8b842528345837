namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Where a cell of one cube stands: its quarter-hour, and its key.</summary>
internal readonly record struct CellPlace(long Slice, RollupKey Key);
