namespace TokenUsage.Testing.Replay;

/// <summary>One line of the provider's bill.</summary>
/// <param name="ResponseId">The id that the answer carries.</param>
/// <param name="Tokens">The tokens that are billed.</param>
public sealed record BilledAttempt(string ResponseId, TokenCounts Tokens);
