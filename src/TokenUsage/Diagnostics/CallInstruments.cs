using System.Diagnostics;

namespace TokenUsage.Diagnostics;

/// <summary>Measures each call where it ends, on the caller's path: so that exemplars and activities are the caller's own.</summary>
internal sealed class CallInstruments
{
    private readonly MetricsOptions _options;
    private readonly BoundedNames _models;
    private readonly Version141Instruments? _version141;
    private readonly LatestInstruments? _latest;

    public CallInstruments(MonitorMeter meter, MetricsOptions options)
    {
        _options = options;
        _models = new BoundedNames(options.MaxModels);
        if (options.GenAi.HasFlag(GenAiMetrics.Version141)) _version141 = new Version141Instruments(meter.Meter);
        if (options.GenAi.HasFlag(GenAiMetrics.Latest)) _latest = new LatestInstruments(meter.Meter);
    }

    /// <summary>Gets whether anybody listens to the time of each chunk.</summary>
    public bool MeasuresChunks => _version141 is { MeasuresChunks: true } || _latest is { MeasuresChunks: true };

    /// <summary>Measures a chunk behind the first one.</summary>
    /// <param name="call">What is known of the call by then.</param>
    /// <param name="since">The time since the chunk before.</param>
    public void RecordChunk(in CallMeasurement call, TimeSpan since)
    {
        TagList tags = GenAiTags.Of(call, _models);
        _version141?.RecordChunk(since, tags);
        _latest?.RecordChunk(since, tags);
    }

    /// <summary>Measures a call that went to a provider.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isMeasuredElsewhere">Whether somebody else in the pipeline emits the <c>gen_ai.*</c> metrics of it.</param>
    public void Record(in CallMeasurement call, bool isMeasuredElsewhere)
    {
        bool hasCounts = !call.Tokens.IsEmpty && (_options.IncludeEstimates || call.Source == UsageSource.Reported);
        if (!isMeasuredElsewhere && (_version141 is not null || _latest is not null))
        {
            TagList tags = GenAiTags.Of(call, _models);
            _version141?.Record(call, tags, hasCounts);
            _latest?.Record(call, tags, hasCounts);
        }

        if (_options.TagCurrentActivity && Activity.Current is { IsAllDataRequested: true } activity)
            ActivityUsage.Write(activity, call);
    }
}
