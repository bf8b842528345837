namespace TokenUsage.Tokenizers;

/// <summary>Which vocabulary a model of OpenAI's counts in.</summary>
/// <remarks>By prefix, the longest first: dated and fine-tuned names follow their family. What is not listed is not guessed.</remarks>
internal static class ModelVocabularies
{
    private static readonly (string Prefix, string Vocabulary)[] Families =
    [
        ("text-embedding-3", Vocabulary.Cl100k), ("text-embedding-ada-002", Vocabulary.Cl100k),
        ("chatgpt-4o", Vocabulary.O200k), ("gpt-4o", Vocabulary.O200k), ("gpt-4.1", Vocabulary.O200k),
        ("gpt-4.5", Vocabulary.O200k), ("gpt-5", Vocabulary.O200k), ("gpt-oss", Vocabulary.O200k),
        ("gpt-3.5", Vocabulary.Cl100k), ("gpt-35", Vocabulary.Cl100k), ("gpt-4", Vocabulary.Cl100k),
        ("o1", Vocabulary.O200k), ("o3", Vocabulary.O200k), ("o4", Vocabulary.O200k),
    ];

    /// <summary>Finds a model's vocabulary.</summary>
    /// <param name="model">The model, also as routers and fine-tuning write it: <c>openai/gpt-4o</c>, <c>ft:gpt-4o:acme</c>.</param>
    /// <returns><see langword="null"/> when the model is another's, or not known.</returns>
    public static string? Of(string? model)
    {
        if (model is null) return null;

        ReadOnlySpan<char> name = model.AsSpan(model.LastIndexOf('/') + 1);
        if (name.StartsWith("ft:")) name = name[3..];
        foreach ((string prefix, string vocabulary) in Families)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return vocabulary;
        }

        return null;
    }
}
