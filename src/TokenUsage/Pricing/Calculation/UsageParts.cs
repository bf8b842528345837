namespace TokenUsage.Pricing.Calculation;

/// <summary>The meters that are parts of the token counts.</summary>
internal struct UsageParts
{
    public long Audio { get; private set; }

    public long CachedAudio { get; private set; }

    public long Image { get; private set; }

    public long CachedImage { get; private set; }

    public long Video { get; private set; }

    public long CachedVideo { get; private set; }

    public long Document { get; private set; }

    public long ToolPrompt { get; private set; }

    public long OutputAudio { get; private set; }

    public long OutputImage { get; private set; }

    public long OutputVideo { get; private set; }

    public long Citation { get; private set; }

    public void Read(in UsageMeter meter)
    {
        switch (meter.Name)
        {
            case UsageMeters.InputAudio: Audio = Tokens(meter); break;
            case UsageMeters.InputAudioCached: CachedAudio = Tokens(meter); break;
            case UsageMeters.InputImage: Image = Tokens(meter); break;
            case UsageMeters.InputImageCached: CachedImage = Tokens(meter); break;
            case UsageMeters.InputVideo: Video = Tokens(meter); break;
            case UsageMeters.InputVideoCached: CachedVideo = Tokens(meter); break;
            case UsageMeters.InputDocument: Document = Tokens(meter); break;
            case UsageMeters.InputToolPrompt: ToolPrompt = Tokens(meter); break;
            case UsageMeters.OutputAudio: OutputAudio = Tokens(meter); break;
            case UsageMeters.OutputImage: OutputImage = Tokens(meter); break;
            case "output.video": OutputVideo = Tokens(meter); break;
            case UsageMeters.CitationTokens: Citation = Tokens(meter); break;
        }
    }

    private static long Tokens(in UsageMeter meter) => (long)Math.Clamp(meter.Quantity, 0, TokenCounts.MaxPerCall);
}
