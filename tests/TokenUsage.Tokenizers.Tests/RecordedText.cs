namespace TokenUsage.Tokenizers.Tests;

/// <summary>Text that was sent to a model, and the tokens that the model counted.</summary>
/// <param name="Id">The recording.</param>
/// <param name="Model">The model.</param>
/// <param name="Parts">The texts.</param>
/// <param name="Extra">The tokens that the chat format adds: three a message, and three for the answer's beginning.</param>
/// <param name="Tokens">The count.</param>
internal sealed record RecordedText(string Id, string Model, IReadOnlyList<string> Parts, int Extra, long Tokens);
