namespace TokenUsage;

/// <summary>Whether an audit trail is as it was written.</summary>
public sealed record AuditVerification
{
    /// <summary>Gets how many entries there are.</summary>
    public required long Entries { get; init; }

    /// <summary>Gets the number of the first entry that was changed, removed or put in; <see langword="null"/> when none was.</summary>
    public long? FirstBroken { get; init; }

    /// <summary>Gets the last seal. Keep it elsewhere: only then does cutting off the newest entries show.</summary>
    public required string Head { get; init; }

    /// <summary>Gets whether every entry is as it was written.</summary>
    public bool IsIntact => FirstBroken is null;
}
