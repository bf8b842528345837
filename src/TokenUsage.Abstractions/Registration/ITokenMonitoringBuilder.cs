using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage;

/// <summary>Collects the choices made after <c>AddTokenMonitoring()</c>.</summary>
public interface ITokenMonitoringBuilder
{
    /// <summary>Gets the services that are registered into.</summary>
    IServiceCollection Services { get; }
}
