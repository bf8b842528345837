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
}
