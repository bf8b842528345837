namespace TokenUsage;

/// <summary>A channel did not take a message.</summary>
/// <remarks>Its message is kept with the delivery and shown: it holds no address, key or answer of the receiver.</remarks>
public sealed class AlertSinkException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AlertSinkException()
        : this("The message was not taken.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public AlertSinkException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public AlertSinkException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="isPermanent">Whether trying again is of no use.</param>
    public AlertSinkException(string message, bool isPermanent)
        : base(message) => IsPermanent = isPermanent;

    /// <summary>Gets whether trying again is of no use: the message is put aside at once.</summary>
    public bool IsPermanent { get; }
}
