namespace TokenUsage.Analysis;

/// <summary>The rung of the ladder that a forecast stands on: the more history, the higher.</summary>
internal enum ForecastMethod
{
    /// <summary>There is no history; all is zero.</summary>
    None,

    /// <summary>The mean, for less than one season.</summary>
    Mean,

    /// <summary>The last season again.</summary>
    SeasonalNaive,

    /// <summary>The mean of the regression and of the last season again.</summary>
    Blend,

    /// <summary>The regression alone, on the raw and on the logarithmic scale.</summary>
    Regression,
}
