namespace TokenUsage.Sdk.Tests.Replay;

/// <summary>One line of the provider's bill.</summary>
internal sealed record BilledAttempt(string ResponseId, TokenCounts Tokens);
