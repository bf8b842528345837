namespace TokenUsage.Querying;

/// <summary>The sums of a step, and the state of the store that they are true for.</summary>
/// <param name="Sums">The sums.</param>
/// <param name="Version">The store's version.</param>
/// <param name="Appends">How many appends of this process were over; null when that could not be told.</param>
internal sealed record RememberedStep(StepSums Sums, long Version, long? Appends);
