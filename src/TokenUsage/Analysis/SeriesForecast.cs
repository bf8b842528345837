namespace TokenUsage.Analysis;

/// <summary>The points that are to come, with the interval that holds each of them 95 times in 100.</summary>
/// <param name="Method">How it was made.</param>
/// <param name="Expected">The points; never negative.</param>
/// <param name="Lower">The bottom of the 95 % interval of each point; never negative.</param>
/// <param name="Upper">The top of the 95 % interval of each point.</param>
internal sealed record SeriesForecast(ForecastMethod Method, double[] Expected, double[] Lower, double[] Upper);
