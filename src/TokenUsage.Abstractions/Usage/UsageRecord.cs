using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>One attempt: billed by a provider, or refused before it, or served from the application's own cache.</summary>
/// <remarks>
/// Holds no prompt, no answer, no key and no error message: what is not kept cannot leak.
/// Immutable. Two records are the same attempt when their <see cref="Id"/>s are equal.
/// </remarks>
public sealed record UsageRecord
{
    /// <summary>Gets the record's identity, a version 7 UUID: a store keeps each once, however often it is offered.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the logical call, which all its attempts share; empty when there is only one attempt.</summary>
    public Guid OperationId { get; init; }

    /// <summary>Gets which attempt of its logical call this is.</summary>
    /// <value>From 1. The default is 1.</value>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets how many attempts this record stands for, all of them like it in what totals count.</summary>
    /// <value>
    /// From 1. The default is 1; more where the recorder had no room and folded: counts and costs are then sums, and
    /// <see cref="Duration"/> is the mean.
    /// </value>
    public int Weight { get; init; } = 1;

    /// <summary>Gets when the request was made.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long the call took, to the end of its answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how long the first part of a streamed answer took; <see langword="null"/> when it was not streamed.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Gets the provider, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the operation, in the words of OpenTelemetry's <c>gen_ai.operation.name</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the path that was called, <c>/v1/chat/completions</c>; never with a query, which may hold a key.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the model that was asked for.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Gets the model that the provider says it served.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the provider's own id of the answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Gets the service tier that the provider states: <c>default</c>, <c>flex</c>, <c>priority</c>, <c>batch</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Gets the token counts.</summary>
    public TokenCounts Tokens { get; init; }

    /// <summary>Gets what else was used: audio, images, searches, seconds.</summary>
    public IReadOnlyList<UsageMeter> Meters { get; init; } = [];

    /// <summary>Gets where the counts come from.</summary>
    public UsageSource Source { get; init; }

    /// <summary>Gets what the call cost.</summary>
    public required Cost Cost { get; init; }

    /// <summary>Gets how the call ended.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>Gets the error's type or code. Messages are not kept: they may hold secrets.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Gets who caused the call, and why.</summary>
    public UsageDimensions Dimensions { get; init; } = UsageDimensions.None;

    /// <summary>Gets how important the call was to the application.</summary>
    public Priority Priority { get; init; } = Priority.Medium;

    /// <summary>Gets facts that are kept beside the record and not counted by: rate-limit headers, the application's own.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}
