namespace TokenUsage.Providers;

/// <summary>Guesses how many tokens a text has, where the provider did not say.</summary>
/// <remarks>What it answers is always marked as an estimate. Called on the caller's path: keep it cheap.</remarks>
public interface ITokenEstimator
{
    /// <summary>Guesses by the length alone, for text that has passed by and was not kept.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model; <see langword="null"/> when unknown.</param>
    /// <param name="characters">The text's length in UTF-16 units; zero or more.</param>
    /// <returns>The tokens; zero or more.</returns>
    long EstimateTokens(string provider, string? model, long characters);

    /// <summary>Gets whether the text itself makes the guess better than its length.</summary>
    /// <value>The default is <see langword="false"/>: no text is then held back for it.</value>
    bool ReadsText => false;

    /// <summary>Counts or guesses the tokens of a text that is at hand.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model; <see langword="null"/> when unknown.</param>
    /// <param name="text">The text. Not to be kept.</param>
    /// <returns>The tokens; zero or more. By default the guess by its length.</returns>
    long EstimateTokens(string provider, string? model, ReadOnlySpan<char> text) =>
        EstimateTokens(provider, model, text.Length);
}
