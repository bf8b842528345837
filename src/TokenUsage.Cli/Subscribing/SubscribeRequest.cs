namespace TokenUsage.Cli.Subscribing;

/// <summary>Which events are wanted, and how.</summary>
/// <param name="Kinds">Which kinds; empty for all but started calls.</param>
/// <param name="Where">Conditions, all of which must hold.</param>
/// <param name="Interval">How often the service sends at most; at once when left out.</param>
/// <param name="Replay">How many of the latest events come first.</param>
/// <param name="Count">After how many events to end; <see langword="null"/> for never.</param>
/// <param name="IsCompressed">Whether the service compresses what it sends.</param>
internal sealed record SubscribeRequest(
    IReadOnlyList<FeedEventKind> Kinds, IReadOnlyList<UsageFilter> Where, string? Interval, int Replay, long? Count,
    bool IsCompressed);
