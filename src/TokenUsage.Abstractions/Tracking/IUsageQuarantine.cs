namespace TokenUsage;

/// <summary>What the store refuses for ever, kept aside until somebody has mended the cause.</summary>
public interface IUsageQuarantine
{
    /// <summary>Gets the records that were kept aside since the process started, at most 10,000.</summary>
    IReadOnlyList<QuarantinedRecord> Records { get; }

    /// <summary>Offers every record that was kept aside to the store again: those of earlier processes too, where there is a journal.</summary>
    /// <remarks>
    /// To be called once the cause is mended. A record that is refused again is kept aside again. Each counts as
    /// offered once more in <see cref="FlushReport"/>, and stays counted as quarantined. What is unreadable stays in its file.
    /// </remarks>
    /// <returns>How many were offered.</returns>
    ValueTask<int> RedriveAsync(CancellationToken cancellationToken = default);
}
