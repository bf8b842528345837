namespace TokenUsage;

/// <summary>What to forecast, and how far.</summary>
public sealed class ForecastQuery
{
    /// <summary>Gets the series to continue.</summary>
    public AnalyticsQuery Series { get; init; } = new();

    /// <summary>Gets how many points to forecast.</summary>
    /// <value>From 1 to 8,784, an hourly year. The default is 168, an hourly week.</value>
    public int Horizon { get; init; } = 168;

    /// <summary>Gets a limit of the calendar month, in the measure's unit; <see langword="null"/> for none.</summary>
    public decimal? Limit { get; init; }
}
