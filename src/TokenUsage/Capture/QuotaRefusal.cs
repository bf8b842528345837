namespace TokenUsage.Capture;

/// <summary>How the HTTP handler refuses a call that its quotas do not admit.</summary>
public enum QuotaRefusal
{
    /// <summary>Throws <see cref="QuotaExceededException"/>, which no SDK takes for a fault of the network.</summary>
    Exception,

    /// <summary>
    /// Answers with status 429 in the provider's own form, and with <c>Retry-After</c> where it is known: for code that
    /// handles the provider's rate limits already. SDKs may retry it.
    /// </summary>
    TooManyRequests,
}
