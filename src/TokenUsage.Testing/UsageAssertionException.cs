namespace TokenUsage.Testing;

/// <summary>Usage is not what a test demands. Every test framework shows it as a failure.</summary>
public sealed class UsageAssertionException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UsageAssertionException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public UsageAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public UsageAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
