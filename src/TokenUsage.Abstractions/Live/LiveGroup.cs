namespace TokenUsage;

/// <summary>The usage of one value of a dimension.</summary>
/// <param name="Key">The value; <see langword="null"/> where calls had none.</param>
/// <param name="IsOther">Whether this is the sum of values that are not listed by name.</param>
/// <param name="Count">What was used.</param>
public sealed record LiveGroup(string? Key, bool IsOther, LiveCount Count);
