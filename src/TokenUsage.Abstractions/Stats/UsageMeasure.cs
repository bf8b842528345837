namespace TokenUsage;

/// <summary>What groups are ranked by.</summary>
public enum UsageMeasure
{
    /// <summary>Dollars; what has no price ranks last.</summary>
    Cost,

    /// <summary>Input and output tokens together.</summary>
    Tokens,

    /// <summary>Calls.</summary>
    Calls,
}
