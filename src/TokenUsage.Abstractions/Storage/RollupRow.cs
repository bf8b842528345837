namespace TokenUsage.Storage;

/// <summary>The totals of a time slice for one combination of dimension values.</summary>
/// <remarks>A slice and key may come in several rows: add them up. They come in no particular order.</remarks>
/// <param name="Start">When the slice begins, in UTC.</param>
/// <param name="Key">The values, aligned with <see cref="UsageCube.Dimensions"/>; valid until the next row is read.</param>
/// <param name="Cell">The totals; valid until the next row is read, and not to be changed.</param>
public readonly record struct RollupRow(DateTimeOffset Start, IReadOnlyList<string?> Key, RollupCell Cell);
