namespace TokenUsage.Providers.Readers;

/// <summary>Moderations in OpenAI's shape: free of charge and without usage there, billed and counted at other hosts.</summary>
internal sealed class OpenAIModerationsReader : FlatFormat
{
    public override string Name => "openai.moderations";

    public override string Operation => "moderations";

    public override string Owner => "openai";

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST" && Address.EndsVersioned(request, "/moderations");
}
