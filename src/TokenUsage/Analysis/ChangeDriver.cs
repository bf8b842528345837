namespace TokenUsage.Analysis;

/// <summary>One reason for a change, and what it alone amounts to.</summary>
internal readonly record struct ChangeDriver(ChangeFactor Factor, string Group, decimal Amount);
