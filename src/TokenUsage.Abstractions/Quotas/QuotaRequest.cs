namespace TokenUsage;

/// <summary>A call that asks to be admitted.</summary>
public sealed record QuotaRequest
{
    /// <summary>Gets the call's id. Asking again with the same id holds nothing twice.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the provider, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model to be asked.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the most the call can use: its prompt, and its output cap.</summary>
    /// <value>An unknown part is taken at the model's own limit by quotas that promise never to be overshot.</value>
    public required TokenCounts Estimate { get; init; }

    /// <summary>Gets who causes the call, and why.</summary>
    public required UsageDimensions Subject { get; init; }
}
