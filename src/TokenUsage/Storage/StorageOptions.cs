namespace TokenUsage.Storage;

/// <summary>What happens to records once they are stored.</summary>
public sealed class StorageOptions
{
    /// <summary>Gets how long what is kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>Gets or sets whether reading single records leaves an entry in the audit trail.</summary>
    /// <value>The default is <see langword="false"/>. Sums are never logged.</value>
    public bool AuditReads { get; set; }
}
