namespace TokenUsage;

/// <summary>What one recorded exchange says about its usage.</summary>
public sealed record InspectedUsage
{
    /// <summary>Gets the provider, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the format, <c>openai.chat</c>.</summary>
    public required string Api { get; init; }

    /// <summary>Gets the operation, in the words of OpenTelemetry's <c>gen_ai.operation.name</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the model that was asked for; <see langword="null"/> when neither body nor address names it.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Gets the model that the provider says it served.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the provider's own id of the answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Gets the service tier that the provider states.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Gets whether the answer was streamed.</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets the token counts.</summary>
    public TokenCounts Tokens { get; init; }

    /// <summary>Gets what else was used.</summary>
    public IReadOnlyList<UsageMeter> Meters { get; init; } = [];

    /// <summary>Gets the facts beside the counts: rate limits, what a gateway charges.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Gets the cost that the provider itself states, in US dollars.</summary>
    public decimal? StatedCostUsd { get; init; }

    /// <summary>Gets the type or code of an error, also of one inside an answer with status 200.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Gets where the counts come from.</summary>
    public UsageSource Source { get; init; }

    /// <summary>Gets whether the answer was made in the background: then the first read of it shows what was billed.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Gets whether the provider bills this exchange: reading a stored answer again is free, and one made in the
    /// background is billed by the first exchange that shows its usage.</summary>
    public bool IsBillable { get; init; }
}
