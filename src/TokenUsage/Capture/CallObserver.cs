using System.Collections.Immutable;
using TokenUsage.Admission;
using TokenUsage.Collections;
using TokenUsage.Diagnostics;
using TokenUsage.Live;
using TokenUsage.Pricing;
using TokenUsage.Providers;
using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>Begins observations, and turns each that has ended into one priced record.</summary>
internal sealed partial class CallObserver(
    UsageRecorder recorder,
    CallPricer pricer,
    ITokenEstimator estimator,
    CallInstruments instruments,
    QuotaGate gate,
    TimeProvider time,
    UserNames? names = null,
    UsageFeed? feed = null,
    DimensionEnrichment? enrichment = null,
    StageSwitch? stages = null,
    CallOverhead? overhead = null)
{
    private readonly StageSwitch _stages = stages ?? StageSwitch.AllOn;

    /// <summary>Gets whether calls are observed at all.</summary>
    public bool IsOn => _stages.IsOn(MonitoringStages.Tracking);

    public TimeProvider Time { get; } = time;

    public UserNames Names { get; } = names ?? UserNames.Plain;

    public ITokenEstimator Estimator => estimator;

    /// <summary>Begins an observation.</summary>
    /// <remarks>
    /// The scope is the logical call that the observation stands for: when something further in covers it, there is no
    /// record. The wire has none, for nothing is further in.
    /// </remarks>
    public CallObservation Begin(string provider, string operation, CaptureOptions options, OperationScope? scope)
    {
        long began = overhead is not null && overhead.IsNext() ? Time.GetTimestamp() : 0;
        DateTimeOffset now = Time.GetUtcNow();
        UsageEntry entry = recorder.Rent();
        entry.Id = GuidSource.Next(now);
        entry.StartedAt = now;
        entry.Provider = options.Provider ?? provider;
        entry.Operation = operation;
        entry.Priority = options.Priority;
        UsageDimensions dimensions = UsageScope.Current.Over(options.Dimensions);
        entry.Dimensions = Names.Hide(enrichment is null ? dimensions : enrichment.Apply(dimensions));
        long started = Time.GetTimestamp();
        return new CallObservation(this, entry, started, scope)
        {
            OwnTime = began == 0 ? CallObservation.NotMeasured : started - began,
            IsMeasuredElsewhere =
                ActivityUsage.IsInsideChatActivity || (scope ?? OperationScope.Current) is { IsMeasured: true },
            IsInner = scope is null ? OperationScope.Current is not null : scope.IsInner,
        };
    }

    /// <summary>Opens a logical call in this asynchronous flow, which the one around it then leaves to it.</summary>
    /// <remarks>The caller makes it <see cref="OperationScope.Current"/>: a set in here would be undone on return.</remarks>
    public OperationScope OpenScope(bool isMeasured)
    {
        OperationScope? outer = OperationScope.Current;
        outer?.BeginAttempt();
        return new OperationScope(
            GuidSource.Next(Time.GetUtcNow()), isMeasured || outer is { IsMeasured: true }, outer is not null);
    }

    public void Record(CallObservation call)
    {
        long began = call.OwnTime < 0 ? 0 : Time.GetTimestamp();
        UsageEntry entry = call.Entry;
        Settlement.Settle(call, estimator);
        entry.Tokens = entry.Tokens.Clamp();

        if (Settlement.HasCost(call))
        {
            if (_stages.IsOn(MonitoringStages.Pricing)) Price(entry, call);
        }
        else
        {
            entry.CostStatus = CostStatus.Free;
            entry.Usd = 0m;
        }

        Charge(call); // before the entry is the recorder's
        if (entry.Outcome is not (CallOutcome.Cached or CallOutcome.Refused)) Measure(call);
        recorder.TryRecord(entry);
        if (call.OwnTime >= 0) overhead!.Add(call.OwnTime + Time.GetTimestamp() - began);
    }

    /// <summary>Whether anybody wants to know how long each chunk of a stream takes.</summary>
    public bool MeasuresChunks => instruments.MeasuresChunks;

    /// <summary>Measures a chunk of a stream.</summary>
    /// <param name="call">The call it belongs to.</param>
    /// <param name="since">The time since the chunk before.</param>
    public void MeasureChunk(CallObservation call, TimeSpan since)
    {
        UsageEntry entry = call.Entry;
        var measurement = new CallMeasurement
        {
            Operation = entry.Operation,
            Provider = entry.Provider,
            RequestedModel = entry.RequestedModel,
            Model = entry.Model,
        };
        instruments.RecordChunk(measurement, since);
    }

    /// <summary>Tells that a call is on its way, where somebody wants to know.</summary>
    public void TellStarted(CallObservation call)
    {
        if (feed is null || !feed.IsWanted(FeedEventKind.CallStarted)) return;

        UsageEntry entry = call.Entry;
        var data = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        data.Add(Dimension.Provider.Name, entry.Provider);
        data.Add(Dimension.Operation.Name, entry.Operation);
        if (entry.RequestedModel is { } model) data.Add(Dimension.Model.Name, model);
        if (entry.Endpoint is { } endpoint) data.Add(Dimension.Endpoint.Name, endpoint);
        feed.Publish(new FeedEvent
        {
            Kind = FeedEventKind.CallStarted,
            Name = entry.Operation,
            At = entry.StartedAt,
            Scope = entry.Dimensions,
            Data = data.ToImmutable(),
        });
    }

    public void Return(UsageEntry entry) => recorder.Return(entry);

    private void Measure(CallObservation call)
    {
        UsageEntry entry = call.Entry;
        var measurement = new CallMeasurement
        {
            Operation = entry.Operation,
            Provider = entry.Provider,
            RequestedModel = entry.RequestedModel,
            Model = entry.Model,
            ErrorType = entry.ErrorType,
            Tokens = entry.Tokens,
            Meters = entry.Meters,
            Source = entry.Source,
            Duration = entry.Duration,
            TimeToFirstToken = entry.TimeToFirstToken,
            Usd = entry.Usd,
        };
        instruments.Record(measurement, call.IsMeasuredElsewhere);
    }

    private void Price(UsageEntry entry, CallObservation call)
    {
        CallPrice price = pricer.Price(new PricedUsage
        {
            Provider = entry.Provider,
            Model = entry.Model,
            RequestedModel = entry.RequestedModel,
            At = entry.StartedAt,
            ServiceTier = entry.ServiceTier,
            Tokens = entry.Tokens,
            Meters = entry.Meters,
            StatedCostUsd = call.StatedCostUsd,
            Host = call.Host,
            Facts = entry.Metadata,
            Source = entry.Source,
            Dimensions = entry.Dimensions,
        });
        price.WriteTo(entry);
    }
}
