namespace TokenUsage.Recording;

/// <summary>A record that the store refuses for ever, and why.</summary>
internal sealed record QuarantinedRecord(UsageRecord Record, string Reason);
