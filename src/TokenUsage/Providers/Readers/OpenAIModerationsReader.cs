namespace TokenUsage.Providers.Readers;

/// <summary>Moderations in OpenAI's shape: free of charge and without usage there, billed and counted at other hosts.</summary>
internal sealed class OpenAIModerationsReader : WireFormat
{
    public override string Name => "openai.moderations";

    public override string Operation => "moderations";

    public override string Owner => "openai";

    public override IReadOnlyList<string> Paths { get; } = ["model", "id", "error", "usage"];

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
            default:
                OpenAIUsage.Read(json, reading);
                break;
        }
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST" && Address.EndsVersioned(request, "/moderations");
}
