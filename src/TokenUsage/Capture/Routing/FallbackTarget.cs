using Microsoft.Extensions.AI;

namespace TokenUsage.Capture.Routing;

/// <summary>A model that a call can be sent to.</summary>
public sealed class FallbackTarget
{
    /// <summary>Gets the model, as its provider names it.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the client that serves it; <see langword="null"/> for the pipeline's own.</summary>
    /// <remarks>Build it with <c>UseTokenMonitoring()</c>: what it does not see is not recorded and asks no quota.</remarks>
    public IChatClient? Client { get; init; }

    /// <summary>Gets the provider whose prices count for <see cref="RouteOrder.Cheapest"/>.</summary>
    /// <value>The default is the client's own name for it.</value>
    public string? Provider { get; init; }
}
