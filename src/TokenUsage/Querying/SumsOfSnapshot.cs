namespace TokenUsage.Querying;

/// <summary>Remembered sums, as seen from one snapshot of the store.</summary>
/// <param name="Sums">Where they are remembered.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Appends">How many appends were over before the snapshot was opened.</param>
/// <param name="Settled">How many were over after it was opened; null with one under way.</param>
internal sealed record SumsOfSnapshot(RememberedSums Sums, long Version, long Appends, long? Settled);
