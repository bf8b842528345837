namespace TokenUsage.Storage;

/// <summary>Which rollups to read.</summary>
public sealed record RollupRead;
