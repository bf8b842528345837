using System.Collections.Immutable;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Something that happened, as subscribers of <see cref="IUsageFeed"/> see it. Immutable.</summary>
public sealed record FeedEvent
{
    /// <summary>Gets the event's number: one more than the one before. The feed gives it.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets what happened.</summary>
    public required FeedEventKind Kind { get; init; }

    /// <summary>Gets what happened more precisely: the application's own name of an event, a quota's, a rule's.</summary>
    public string? Name { get; init; }

    /// <summary>Gets when it happened. The feed fills it in where it is missing.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the stored record that the event tells of; <see langword="null"/> where it tells of none.</summary>
    public UsageRecord? Record { get; init; }

    /// <summary>Gets whom it concerns.</summary>
    public UsageDimensions Scope { get; init; } = UsageDimensions.None;

    /// <summary>Gets it in words, for people.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the number that it is about, in the unit of what happened: dollars, tokens, a share.</summary>
    public decimal? Value { get; init; }

    /// <summary>Gets the limit or the expected number that <see cref="Value"/> is compared with.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>Gets further facts by name.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets how many events this one stands for: those that a subscriber's interval left out, and itself.</summary>
    public long Count { get; init; } = 1;

    /// <summary>
    /// Gets the event's value of a dimension: its record's, that of its <see cref="Scope"/>, or that in its
    /// <see cref="Data"/>, where a started call has its model.
    /// </summary>
    /// <returns>The value; <see langword="null"/> where it has none.</returns>
    public string? ValueOf(Dimension dimension)
    {
        if (Record is not null) return Record.ValueOf(dimension);
        if (dimension == Dimension.User) return Scope.User;
        if (dimension == Dimension.Session) return Scope.Session;
        if (dimension == Dimension.Agent) return Scope.Agent;
        if (dimension == Dimension.Feature) return Scope.Feature;
        if (dimension == Dimension.Project) return Scope.Project;
        return dimension.TagName is { } tag
            ? Scope.Tags.GetValueOrDefault(tag) : Data.GetValueOrDefault(dimension.Name);
    }
}
