using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A call's tokens cut into cells that do not overlap.</summary>
/// <remarks>
/// The inclusive counts go in and stay inclusive everywhere else: only here is anything subtracted, so that nobody can
/// add the cache twice. Counts that contradict each other are clamped and flagged; refusing them would lose the call.
/// </remarks>
internal struct UsageCells
{
    private TokenCells _tokens;

    public CostFlags Flags { get; private set; }

    /// <summary>All input tokens of the request, which tiers compare.</summary>
    public long TotalInput { get; private set; }

    public long TotalOutput { get; private set; }

    /// <summary>A bit for each meter with tokens.</summary>
    public uint Used { get; private set; }

    public readonly long this[int meter] => _tokens[meter];

    public static UsageCells Cut(in TokenCounts counts, IReadOnlyList<UsageMeter> meters)
    {
        var cells = new UsageCells
        {
            TotalInput = Clamp(counts.Input ?? 0),
            TotalOutput = Clamp(counts.Output ?? 0),
        };

        int stated = PieceMeters.CountOf(meters);
        if (stated == 0)
        {
            cells.CutText(counts);
            return cells;
        }

        var parts = new UsageParts();
        for (int i = 0; i < stated; i++) parts.Read(meters[i]);

        cells.CutInput(counts, parts);
        cells.CutOutput(counts, parts);
        return cells;
    }

    // Most calls: text alone, where no overlap is possible.
    private void CutText(in TokenCounts counts)
    {
        long left = TotalInput;
        long cached = Take(counts.CachedInput ?? 0, ref left);
        long written = Take(counts.CacheWrite ?? counts.CacheWrite1h ?? 0, ref left);
        long hourly = Part(counts.CacheWrite1h ?? 0, written);
        Set(Meter.Input, left);
        Set(Meter.CacheRead, cached);
        Set(Meter.CacheWrite, written - hourly);
        Set(Meter.CacheWrite1h, hourly);

        left = TotalOutput;
        Set(Meter.Reasoning, Take(counts.Reasoning ?? 0, ref left));
        Set(Meter.Output, left);
    }

    private void CutInput(in TokenCounts counts, in UsageParts parts)
    {
        long left = TotalInput;
        long cached = Take(counts.CachedInput ?? 0, ref left);
        long written = Take(counts.CacheWrite ?? counts.CacheWrite1h ?? 0, ref left);
        long hourly = Part(counts.CacheWrite1h ?? 0, written);

        long cachedAudio = Part(parts.CachedAudio, Math.Min(cached, parts.Audio));
        long cachedImage = Part(parts.CachedImage, Math.Min(cached - cachedAudio, parts.Image));
        long cachedVideo = Part(parts.CachedVideo, Math.Min(cached - cachedAudio - cachedImage, parts.Video));

        // What the cache holds beyond the stated overlap was text, as far as there is text; the rest must be media.
        long audio = Media(parts.Audio - cachedAudio, ref left);
        long image = Media(parts.Image - cachedImage, ref left);
        long video = Media(parts.Video - cachedVideo, ref left);
        long document = Media(parts.Document, ref left);
        long toolPrompt = Media(parts.ToolPrompt, ref left);

        Set(Meter.CacheRead, cached - cachedAudio - cachedImage - cachedVideo);
        Set(Meter.CacheReadAudio, cachedAudio);
        Set(Meter.CacheReadImage, cachedImage);
        Set(Meter.CacheReadVideo, cachedVideo);
        Set(Meter.CacheWrite, written - hourly);
        Set(Meter.CacheWrite1h, hourly);
        Set(Meter.InputAudio, audio);
        Set(Meter.InputImage, image);
        Set(Meter.InputVideo, video);
        Set(Meter.InputDocument, document);
        Set(Meter.InputToolPrompt, toolPrompt);
        Set(Meter.Input, left);
    }

    private void CutOutput(in TokenCounts counts, in UsageParts parts)
    {
        long left = TotalOutput;
        Set(Meter.OutputAudio, Take(parts.OutputAudio, ref left));
        Set(Meter.OutputImage, Take(parts.OutputImage, ref left));
        Set(Meter.OutputVideo, Take(parts.OutputVideo, ref left));
        Set(Meter.Reasoning, Take(counts.Reasoning ?? 0, ref left));
        Set(Meter.Output, left);
        Set(Meter.Citation, parts.Citation);
    }

    private void Set(Meter meter, long tokens)
    {
        if (tokens == 0) return;
        _tokens[(int)meter] = tokens;
        Used |= 1u << (int)meter;
    }

    private long Take(long wanted, ref long left)
    {
        long taken = Part(wanted, left);
        left -= taken;
        return taken;
    }

    private long Part(long wanted, long whole)
    {
        if (wanted <= whole && wanted >= 0) return wanted;

        Flags |= CostFlags.UsageInconsistent;
        return Math.Clamp(wanted, 0, Math.Max(0, whole));
    }

    private long Media(long wanted, ref long left)
    {
        long taken = Math.Clamp(wanted, 0, left);
        if (taken != wanted) Flags |= CostFlags.OverlapAssumed;
        left -= taken;
        return taken;
    }

    private static long Clamp(long count) => Math.Clamp(count, 0, TokenCounts.MaxPerCall);
}
