using System.Text.Json.Serialization;

namespace TokenUsage.AspNetCore.Json;

/// <summary>How everything that leaves or enters is written: camelCase, enums as words, durations in seconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(DimensionConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(UsageSummary))]
[JsonSerializable(typeof(RecordPage))]
[JsonSerializable(typeof(SubjectUsage))]
[JsonSerializable(typeof(ServiceOverview))]
[JsonSerializable(typeof(DashboardSettings))]
[JsonSerializable(typeof(FeedEvent))]
[JsonSerializable(typeof(MonitorHealth))]
[JsonSerializable(typeof(ChangeExplanation))]
[JsonSerializable(typeof(PriceQuote))]
[JsonSerializable(typeof(TrackRequest))]
[JsonSerializable(typeof(TrackAnswer))]
[JsonSerializable(typeof(HaltRequest))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(SilenceRequest))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertSilence))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(IReadOnlyList<AlertStatistics>))]
[JsonSerializable(typeof(IReadOnlyList<AlertDelivery>))]
[JsonSerializable(typeof(IReadOnlyList<QuotaStatus>))]
[JsonSerializable(typeof(IReadOnlyList<UsageTrend>))]
[JsonSerializable(typeof(IReadOnlyList<UsageAnomaly>))]
[JsonSerializable(typeof(IReadOnlyList<UsageForecast>))]
[JsonSerializable(typeof(IReadOnlyList<Recommendation>))]
[JsonSerializable(typeof(IReadOnlyList<ModelEfficiency>))]
[JsonSerializable(typeof(IReadOnlyList<SeriesSummary>))]
internal sealed partial class WebJson : JsonSerializerContext;
