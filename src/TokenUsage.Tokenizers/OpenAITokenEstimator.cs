using TokenUsage.Providers;

namespace TokenUsage.Tokenizers;

/// <summary>Counts text in the vocabulary of OpenAI's models, and leaves every other model to the estimator before it.</summary>
internal sealed class OpenAITokenEstimator : ITokenEstimator
{
    private readonly ITokenEstimator _otherwise;
    private readonly Vocabulary[] _vocabularies = [new(Vocabulary.O200k), new(Vocabulary.Cl100k)];

    public OpenAITokenEstimator(ITokenEstimator otherwise)
    {
        _otherwise = otherwise;

        // The newer one is loaded when the monitor starts; the other one when a model that needs it is seen.
        _ = _vocabularies[0].LoadAsync();
    }

    public bool ReadsText => true;

    public long EstimateTokens(string provider, string? model, long characters) =>
        _otherwise.EstimateTokens(provider, model, characters);

    public long EstimateTokens(string provider, string? model, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        return Find(model)?.Tokenizer is { } tokenizer
            ? tokenizer.CountTokens(text)
            : _otherwise.EstimateTokens(provider, model, text);
    }

    /// <summary>Waits until a model's text is counted exactly.</summary>
    /// <returns><see langword="false"/> when it never is.</returns>
    public async Task<bool> LoadAsync(string model)
    {
        if (Find(model) is not { } vocabulary) return false;
        await vocabulary.LoadAsync().ConfigureAwait(false);
        return true;
    }

    private Vocabulary? Find(string? model) =>
        ModelVocabularies.Of(model) is { } name ? Array.Find(_vocabularies, v => v.Name == name) : null;
}
