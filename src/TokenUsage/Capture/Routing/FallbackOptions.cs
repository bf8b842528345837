using Microsoft.Extensions.AI;

namespace TokenUsage.Capture.Routing;

/// <summary>Which models a call may be sent to, and in which order.</summary>
public sealed class FallbackOptions
{
    internal List<FallbackTarget> Targets { get; } = [];

    /// <summary>Gets or sets the order.</summary>
    /// <value>The default is <see cref="RouteOrder.AsListed"/>.</value>
    public RouteOrder Order { get; set; } = RouteOrder.AsListed;

    /// <summary>Gets or sets whether a failed call goes to the next target, and not only a refused one.</summary>
    /// <value>The default is <see langword="true"/>. What the caller cancels, and a stream that has begun, never do.</value>
    public bool OnErrors { get; set; } = true;

    /// <summary>Adds a model that the pipeline's own client serves.</summary>
    public FallbackOptions Add(string model) => Add(new FallbackTarget { Model = model });

    /// <summary>Adds a model that another client serves.</summary>
    public FallbackOptions Add(string model, IChatClient client) =>
        Add(new FallbackTarget { Model = model, Client = client });

    /// <summary>Adds a target.</summary>
    public FallbackOptions Add(FallbackTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrWhiteSpace(target.Model);

        Targets.Add(target);
        return this;
    }
}
