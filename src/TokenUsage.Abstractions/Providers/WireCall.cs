namespace TokenUsage.Providers;

/// <summary>What a request's address says about the call.</summary>
public readonly record struct WireCall
{
    /// <summary>Gets the provider, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the operation, in the words of OpenTelemetry's <c>gen_ai.operation.name</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the model, where the address names it.</summary>
    public string? Model { get; init; }

    /// <summary>Gets whether the answer only repeats usage that was billed before, as a stored answer does.</summary>
    public bool IsRepeat { get; init; }
}
