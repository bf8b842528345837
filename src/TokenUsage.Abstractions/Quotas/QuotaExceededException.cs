namespace TokenUsage;

/// <summary>A call was refused before it was sent: a quota is used up, or calls are halted.</summary>
/// <remarks>
/// Names only the account that the call itself belongs to. Not an HTTP answer, so that no client retries it.
/// </remarks>
public sealed class QuotaExceededException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="decision">The refusal.</param>
    public QuotaExceededException(QuotaDecision decision)
        : base(decision?.Message) => Decision = decision ?? throw new ArgumentNullException(nameof(decision));

    /// <summary>Gets the refusal: which quota, what is used, the limit, and when to try again.</summary>
    public QuotaDecision Decision { get; }

    /// <summary>Gets the quota that refused; <see langword="null"/> when calls are halted.</summary>
    public string? Quota => Decision.Quota;

    /// <summary>Gets how long to wait; <see langword="null"/> when waiting does not help or nobody knows.</summary>
    public TimeSpan? RetryAfter => Decision.RetryAfter;
}
