using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>OpenAI's images, transcription, translation and speech: tokens where the model counts them, pieces or seconds where not.</summary>
internal sealed class OpenAIMediaReader : WireFormat
{
    private readonly bool _isAudio;

    public OpenAIMediaReader(bool isAudio) => _isAudio = isAudio;

    public override string Name => _isAudio ? "openai.audio" : "openai.images";

    public override string Operation => _isAudio ? "transcription" : "image_generation";

    public override string Owner => "openai";

    public override IReadOnlyList<string> Paths { get; } =
        ["model", "error", "usage", "type", "quality", "size", "data[].url?", "data[].b64_json?"];

    public override IReadOnlyList<string> TextPaths { get; } = ["delta", "text"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.Model(json, reading);
                break;
            case 1:
                CommonValues.Error(json, reading);
                break;
            case 2:
                OpenAIUsage.Read(json, reading);
                break;
            case 3:
                reading.IsComplete |= json.EndsWith(".done\""u8) || json.EndsWith(".completed\""u8);
                break;
            case 4:
                CommonValues.Fact(json, "quality", reading);
                break;
            case 5:
                CommonValues.Fact(json, "size", reading);
                break;
            default:
                if (JsonValue.BeginsText(json)) CommonValues.AddToMeter(UsageMeters.Images, 1, reading);
                break;
        }
    }

    // A model that counts tokens is billed by them, and not by the piece as well.
    public override void Complete(UsageReading reading)
    {
        if (!_isAudio && !reading.Tokens.IsEmpty && reading.GetMeter(UsageMeters.Images) > 0)
            reading.SetMeter(UsageMeters.Images, 0);
        TotalCheck.Settle(reading);
    }

    protected override bool Recognizes(WireRequest request)
    {
        if (request.Method != "POST") return false;
        return _isAudio
            ? Address.Ends(request.Path, "/audio/transcriptions") || Address.Ends(request.Path, "/audio/translations")
                || Address.Ends(request.Path, "/audio/speech")
            : Address.Ends(request.Path, "/images/generations") || Address.Ends(request.Path, "/images/edits")
                || Address.Ends(request.Path, "/images/variations");
    }
}
