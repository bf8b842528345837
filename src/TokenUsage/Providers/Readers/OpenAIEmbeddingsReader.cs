namespace TokenUsage.Providers.Readers;

/// <summary>Embeddings and rerankings in OpenAI's shape, from whichever host: input only, sometimes stated as the total alone.</summary>
internal sealed class OpenAIEmbeddingsReader : WireFormat
{
    private readonly bool _isRerank;

    public OpenAIEmbeddingsReader(bool isRerank) => _isRerank = isRerank;

    public override string Name => _isRerank ? "rerank" : "openai.embeddings";

    public override string Operation => _isRerank ? "rerank" : "embeddings";

    public override string Owner => _isRerank ? "cohere" : "openai";

    // A reranking is billed by search units or by tokens, and says which in one place or the other.
    public override IReadOnlyList<string> Paths { get; } =
        ["model", "id", "error", "usage", "meta.billed_units"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.Model(json, reading);
                break;
            case 1:
                CommonValues.ResponseId(json, reading);
                break;
            case 2:
                CommonValues.Error(json, reading);
                break;
            case 3:
                OpenAIUsage.Read(json, reading);
                break;
            default:
                CohereUsage.ReadBilled(json, reading);
                break;
        }
    }

    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        long? input = known.Input ?? reading.StatedTotal;
        if (input is not null) reading.Tokens = known with { Input = input, Output = known.Output ?? 0 };
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (_isRerank
            ? Address.EndsVersioned(request, "/rerank") || Address.Ends(request.Path, "/v2/rerank")
            : Address.EndsVersioned(request, "/embeddings"));
}
