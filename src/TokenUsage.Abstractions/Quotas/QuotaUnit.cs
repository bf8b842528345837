namespace TokenUsage;

/// <summary>What a quota counts.</summary>
public enum QuotaUnit
{
    /// <summary>Input and output tokens together.</summary>
    Tokens,

    /// <summary>Prompt tokens, cached ones included.</summary>
    InputTokens,

    /// <summary>Generated tokens, reasoning included.</summary>
    OutputTokens,

    /// <summary>Calls.</summary>
    Requests,

    /// <summary>US dollars, counted in whole nano-dollars, each call rounded up.</summary>
    Usd,

    /// <summary>Calls that are under way at the same time.</summary>
    ConcurrentCalls,
}
