namespace TokenUsage.Providers;

/// <summary>Divides by the characters that a token of the model's family has on average.</summary>
/// <remarks>
/// Measured over mixed prose, code and JSON; errs low rather than high on the characters, hence high on the tokens:
/// an aborted call must not look cheaper than it was. An exact tokenizer can take its place.
/// </remarks>
internal sealed class CharacterTokenEstimator : ITokenEstimator
{
    private const double UnknownFamily = 3.6;

    private static readonly (string Family, double CharactersPerToken)[] Families =
    [
        ("claude", 3.4),
        ("gemini", 3.8),
        ("gpt", 4.0),
        ("mistral", 3.5),
        ("llama", 3.8),
        ("command", 3.9),
        ("deepseek", 3.6),
        ("grok", 3.8),
        ("qwen", 3.6),
    ];

    public long EstimateTokens(string provider, string? model, long characters) =>
        characters <= 0 ? 0 : (long)Math.Ceiling(characters / CharactersPerToken(model));

    private static double CharactersPerToken(string? model)
    {
        if (model is null) return UnknownFamily;

        foreach ((string family, double charactersPerToken) in Families)
        {
            if (model.Contains(family, StringComparison.OrdinalIgnoreCase)) return charactersPerToken;
        }

        return UnknownFamily;
    }
}
