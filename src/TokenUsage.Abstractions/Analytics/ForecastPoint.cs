namespace TokenUsage;

/// <summary>One point to come.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Lower">The bottom of the 95 % interval.</param>
/// <param name="Upper">The top of the 95 % interval.</param>
public readonly record struct ForecastPoint(DateTimeOffset Start, double Expected, double Lower, double Upper);
