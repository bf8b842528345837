namespace TokenUsage;

/// <summary>What a series is made of.</summary>
public enum AnalyticsMeasure
{
    /// <summary>Dollars.</summary>
    Cost,

    /// <summary>Input and output tokens.</summary>
    Tokens,

    /// <summary>Attempts.</summary>
    Calls,

    /// <summary>The share of attempts that failed, 0 to 1.</summary>
    ErrorRate,

    /// <summary>The time that 95 of 100 answered calls do not exceed, in seconds.</summary>
    Latency,
}
