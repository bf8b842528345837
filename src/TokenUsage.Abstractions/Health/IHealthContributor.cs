namespace TokenUsage;

/// <summary>A part of the monitor, a store's or the application's own, that can say how it is.</summary>
/// <remarks>Register it as a service; an exception counts as unhealthy.</remarks>
public interface IHealthContributor
{
    /// <summary>Gets the part's name.</summary>
    string Name { get; }

    /// <summary>Says how the part is.</summary>
    ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken);
}
