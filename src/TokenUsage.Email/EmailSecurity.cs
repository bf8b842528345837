namespace TokenUsage.Email;

/// <summary>How the connection to a mail server is secured.</summary>
public enum EmailSecurity
{
    /// <summary>It begins in the clear and must change to TLS before anything is said.</summary>
    StartTls,

    /// <summary>It is TLS from the first byte, as on port 465.</summary>
    Tls,

    /// <summary>It is in the clear: for a relay on this machine. A password is not sent over it.</summary>
    None,
}
