namespace TokenUsage;

/// <summary>The usage of one bucket of time.</summary>
/// <param name="Start">When it begins, in UTC.</param>
/// <param name="Width">A minute, an hour or a day.</param>
/// <param name="Count">What was used.</param>
public sealed record LivePoint(DateTimeOffset Start, TimeSpan Width, LiveCount Count);
