namespace TokenUsage;

/// <summary>What is known of a call before it is made.</summary>
public sealed record CallDescription
{
    /// <summary>Gets the provider, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model to be asked.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the operation, in the words of OpenTelemetry's <c>gen_ai.operation.name</c>.</summary>
    /// <value>The default is <c>chat</c>.</value>
    public string Operation { get; init; } = "chat";

    /// <summary>Gets what the call will probably use.</summary>
    public TokenCounts? Estimate { get; init; }

    /// <summary>Gets who causes the call, and why; laid over the ambient <see cref="UsageScope"/>.</summary>
    public UsageDimensions? Dimensions { get; init; }

    /// <summary>Gets the logical call of which this is an attempt.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>Gets which attempt of its logical call this is.</summary>
    /// <value>From 1. The default is 1.</value>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets how important the call is to the application.</summary>
    public Priority Priority { get; init; } = Priority.Medium;
}
