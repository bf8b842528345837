using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>What is summed up together: the same values in the same interval.</summary>
internal readonly record struct SumKey(DateTimeOffset Start, CellKey Values);
