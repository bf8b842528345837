using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TokenUsage.Diagnostics;

/// <summary>The client metrics of the latest draft of the conventions: counters by modality, and a histogram a side.</summary>
/// <remarks>A failed call without counts adds 0 of modality <c>unknown</c>, so that every call has a series.</remarks>
internal sealed class LatestInstruments(Meter meter)
{
    private const string Unknown = "unknown";

    private readonly Counter<long> _input = Tokens(meter, "input_tokens", "Prompt tokens, cached ones included.");
    private readonly Counter<long> _output = Tokens(meter, "output_tokens", "Generated tokens, reasoning included.");
    private readonly Counter<long> _cacheRead = Tokens(meter, "cache_read.input_tokens", "Prompt tokens from a cache.");
    private readonly Counter<long> _cacheWrite = Tokens(meter, "cache_write.input_tokens", "Prompt tokens to a cache.");
    private readonly Counter<long> _reasoning = Tokens(meter, "reasoning.output_tokens", "Tokens spent on reasoning.");

    private readonly Histogram<long> _callInput = meter.CreateHistogram(
        "gen_ai.client.inference.operation.input_tokens", "{token}", "Prompt tokens of a call.", tags: null,
        GenAiBuckets.Tokens);

    private readonly Histogram<long> _callOutput = meter.CreateHistogram(
        "gen_ai.client.inference.operation.output_tokens", "{token}", "Generated tokens of a call.", tags: null,
        GenAiBuckets.Tokens);

    private readonly Histogram<double> _duration = meter.CreateHistogram(
        "gen_ai.client.inference.duration", "s", "How long a call took.", tags: null, GenAiBuckets.Seconds);

    private readonly Histogram<double> _firstChunk = meter.CreateHistogram(
        "gen_ai.client.inference.time_to_first_chunk", "s", "How long a stream's first chunk took.", tags: null,
        GenAiBuckets.Seconds);

    private readonly Histogram<double> _chunk = meter.CreateHistogram(
        "gen_ai.client.inference.time_per_output_chunk", "s", "How long a stream's further chunks took, each.",
        tags: null, GenAiBuckets.Seconds);

    public bool MeasuresChunks => _chunk.Enabled;

    public void RecordChunk(TimeSpan since, in TagList tags) => _chunk.Record(since.TotalSeconds, tags);

    public void Record(in CallMeasurement call, in TagList tags, bool hasCounts)
    {
        TokenCounts tokens = hasCounts ? call.Tokens : default;
        AddByModality(_input, tokens.Input ?? 0, "input.", call.Meters, tags);
        AddByModality(_output, tokens.Output ?? 0, "output.", call.Meters, tags);
        Add(_cacheRead, tokens.CachedInput, tags);
        Add(_cacheWrite, tokens.CacheWrite, tags);
        Add(_reasoning, tokens.Reasoning, tags);

        TagList ended = tags.WithError(call.ErrorType);
        _callInput.Record(tokens.Input ?? 0, ended);
        _callOutput.Record(tokens.Output ?? 0, ended);
        _duration.Record(call.Duration.TotalSeconds, ended);
        if (call.TimeToFirstToken is { } first) _firstChunk.Record(first.TotalSeconds, ended);
    }

    // Where a provider splits its count, the parts are meters and the rest is text; where it does not, nobody knows.
    private static void AddByModality(
        Counter<long> counter, long total, string side, List<UsageMeter>? meters, in TagList tags)
    {
        if (!counter.Enabled) return;
        long audio = Part(meters, side, "audio", total);
        long image = Part(meters, side, "image", total - audio);
        bool isSplit = audio + image > 0;
        if (audio > 0) counter.Add(audio, tags.With(GenAiTags.Modality, "audio"));
        if (image > 0) counter.Add(image, tags.With(GenAiTags.Modality, "image"));
        counter.Add(total - audio - image, tags.With(GenAiTags.Modality, isSplit ? "text" : Unknown));
    }

    private static long Part(List<UsageMeter>? meters, string side, string modality, long atMost)
    {
        decimal sum = 0;
        for (int i = 0; i < meters?.Count; i++)
        {
            string name = meters[i].Name;
            bool isPart = name.Length == side.Length + modality.Length
                && name.StartsWith(side, StringComparison.Ordinal) && name.EndsWith(modality, StringComparison.Ordinal);
            if (isPart) sum += meters[i].Quantity;
        }

        return (long)Math.Clamp(sum, 0, atMost);
    }

    private static void Add(Counter<long> counter, long? tokens, in TagList tags)
    {
        if (tokens is { } known) counter.Add(known, tags.With(GenAiTags.Modality, Unknown));
    }

    private static Counter<long> Tokens(Meter meter, string name, string description) =>
        meter.CreateCounter<long>("gen_ai.client.inference.usage." + name, "{token}", description);
}
