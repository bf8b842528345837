namespace TokenUsage.Providers.Readers;

/// <summary>Embeddings and rerankings in OpenAI's shape, from whichever host: input only, sometimes stated as the total alone.</summary>
/// <remarks>A reranking is billed by search units or by tokens, and says which in one place or the other.</remarks>
internal sealed class OpenAIEmbeddingsReader(bool isRerank) : FlatFormat("meta.billed_units")
{
    public override string Name => isRerank ? "rerank" : "openai.embeddings";

    public override string Operation => isRerank ? "rerank" : "embeddings";

    public override string Owner => isRerank ? "cohere" : "openai";

    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        long? input = known.Input ?? reading.StatedTotal;
        if (input is not null) reading.Tokens = known with { Input = input, Output = known.Output ?? 0 };
    }

    protected override void ReadFurther(ReadOnlySpan<byte> json, UsageReading reading) =>
        CohereUsage.ReadBilled(json, reading);

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (isRerank
            ? Address.EndsVersioned(request, "/rerank") || Address.Ends(request.Path, "/v2/rerank")
            : Address.EndsVersioned(request, "/embeddings"));
}
