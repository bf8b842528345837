namespace TokenUsage.AspNetCore.Json;

/// <summary>A call that another service made, as it reports it.</summary>
internal sealed record TrackRequest
{
    /// <summary>Gets the call's id. The same one again changes nothing.</summary>
    public required Guid Id { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    // Set and not init, here and below: generated code would give what JSON leaves out null, and not the default.
    public string Operation { get; set; } = "chat";

    public DateTimeOffset? StartedAt { get; init; }

    public TimeSpan Duration { get; init; }

    public CallOutcome Outcome { get; init; }

    public TrackTokens Tokens { get; set; } = new();

    /// <summary>Gets what the call cost, where the service knows it better than the price list.</summary>
    public decimal? Usd { get; init; }

    public string? User { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Feature { get; init; }

    public string? Project { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
