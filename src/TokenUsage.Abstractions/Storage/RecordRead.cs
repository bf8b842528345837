namespace TokenUsage.Storage;

/// <summary>Which records to read.</summary>
public sealed record RecordRead;
