namespace TokenUsage.Storage;

/// <summary>A store cannot do what it was asked.</summary>
public sealed class UsageStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, the value found, and the setting or call that mends it.</param>
    /// <param name="isPermanent">Whether the same attempt can never succeed.</param>
    /// <param name="innerException">The cause.</param>
    public UsageStoreException(string message, bool isPermanent, Exception? innerException = null)
        : base(message, innerException) => IsPermanent = isPermanent;

    /// <summary>Gets whether the same attempt can never succeed, so that retrying is of no use.</summary>
    public bool IsPermanent { get; }
}
