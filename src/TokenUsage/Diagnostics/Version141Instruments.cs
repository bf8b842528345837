using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TokenUsage.Diagnostics;

/// <summary>The client metrics of semantic conventions 1.41, as Microsoft.Extensions.AI emits them too.</summary>
internal sealed class Version141Instruments(Meter meter)
{
    private readonly Histogram<long> _tokens = meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens used by a call, input or output.", tags: null,
        GenAiBuckets.Tokens);

    private readonly Histogram<double> _duration = meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "How long a call took.", tags: null, GenAiBuckets.Seconds);

    private readonly Histogram<double> _firstChunk = meter.CreateHistogram(
        "gen_ai.client.operation.time_to_first_chunk", "s", "How long a stream's first chunk took.", tags: null,
        GenAiBuckets.Seconds);

    private readonly Histogram<double> _chunk = meter.CreateHistogram(
        "gen_ai.client.operation.time_per_output_chunk", "s", "How long a stream's further chunks took, each.",
        tags: null, GenAiBuckets.Seconds);

    public bool MeasuresChunks => _chunk.Enabled;

    public void RecordChunk(TimeSpan since, in TagList tags) => _chunk.Record(since.TotalSeconds, tags);

    public void Record(in CallMeasurement call, in TagList tags, bool hasCounts)
    {
        if (hasCounts && _tokens.Enabled)
        {
            if (call.Tokens.Input is { } input) _tokens.Record(input, tags.With(GenAiTags.TokenType, "input"));
            if (call.Tokens.Output is { } output) _tokens.Record(output, tags.With(GenAiTags.TokenType, "output"));
        }

        TagList timed = tags.WithError(call.ErrorType);
        _duration.Record(call.Duration.TotalSeconds, timed);
        if (call.TimeToFirstToken is { } first) _firstChunk.Record(first.TotalSeconds, timed);
    }
}
