using Microsoft.ML.Tokenizers;

namespace TokenUsage.Tokenizers;

/// <summary>One vocabulary, loaded in the background when it is first asked for.</summary>
/// <remarks>Loading takes some hundred milliseconds, which no call should wait for; until it is there, characters are counted.</remarks>
internal sealed class Vocabulary(string name)
{
    public const string O200k = "o200k_base";
    public const string Cl100k = "cl100k_base";

    private readonly Lock _gate = new();
    private volatile TiktokenTokenizer? _tokenizer;
    private Task? _loading;

    public string Name => name;

    /// <summary>Gets the tokenizer; <see langword="null"/> while it is loading, and where it could not be loaded.</summary>
    public TiktokenTokenizer? Tokenizer
    {
        get
        {
            if (_tokenizer is null) _ = LoadAsync();
            return _tokenizer;
        }
    }

    public Task LoadAsync()
    {
        lock (_gate) return _loading ??= Task.Run(() => _tokenizer = TiktokenTokenizer.CreateForEncoding(name));
    }
}
