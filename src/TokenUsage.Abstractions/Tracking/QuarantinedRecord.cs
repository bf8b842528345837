namespace TokenUsage;

/// <summary>A record that the store refuses for ever, and why.</summary>
/// <param name="Record">The record.</param>
/// <param name="Reason">The store's words.</param>
public sealed record QuarantinedRecord(UsageRecord Record, string Reason);
