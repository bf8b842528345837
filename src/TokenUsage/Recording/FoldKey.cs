namespace TokenUsage.Recording;

/// <summary>What folded records have in common.</summary>
internal readonly record struct FoldKey(long Minute, string Provider, string? Model, string? User, CallOutcome Outcome);
