namespace TokenUsage;

/// <summary>An entry of the <see cref="IAuditTrail"/>.</summary>
public sealed record AuditEntry
{
    /// <summary>Gets its number, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets when it was added, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets who made the change; <see langword="null"/> when that person was erased since.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets what was done.</summary>
    public required string Action { get; init; }

    /// <summary>Gets what it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>Gets the user it is about; <see langword="null"/> when it is about none, or that user was erased.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets whether it is about a user, erased or not.</summary>
    public bool HasSubject { get; init; }

    /// <summary>Gets how it was before.</summary>
    public string? Before { get; init; }

    /// <summary>Gets how it is afterwards.</summary>
    public string? After { get; init; }

    /// <summary>Gets the seal over this entry and the seal before it: SHA-256, in hexadecimal.</summary>
    public required string Seal { get; init; }
}
