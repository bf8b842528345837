namespace TokenUsage.Analysis;

/// <summary>The sum of the points to come, and when it reaches a limit.</summary>
/// <param name="Method">How it was made.</param>
/// <param name="Expected">The sum that is expected.</param>
/// <param name="Lower">The bottom of the 95 % interval of the sum.</param>
/// <param name="Upper">The top of the 95 % interval of the sum.</param>
/// <param name="Crossing">When the sum reaches the limit; <see langword="null"/> when none was given.</param>
internal sealed record SumForecast(
    ForecastMethod Method, double Expected, double Lower, double Upper, LimitCrossing? Crossing);
