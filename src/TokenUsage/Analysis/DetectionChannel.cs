namespace TokenUsage.Analysis;

/// <summary>What about a series was new.</summary>
internal enum DetectionChannel
{
    /// <summary>Nothing was.</summary>
    None,

    /// <summary>The value itself.</summary>
    Value,

    /// <summary>The smoothed value: a slow drift out of the range.</summary>
    Smoothed,

    /// <summary>The distance from what the season leads one to expect.</summary>
    Residual,

    /// <summary>The smoothed distance from the season: a lasting shift.</summary>
    SmoothedResidual,

    /// <summary>The order of the values: a pattern that the series has not shown before.</summary>
    Pattern,

    /// <summary>The value, for this time of the day.</summary>
    TimeOfDay,
}
