namespace TokenUsage.Querying;

/// <summary>Where the bytes of one sum are.</summary>
internal readonly record struct SumPlace(DateTimeOffset Start, IReadOnlyList<string?> Key, int Offset, int Length);
