using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage.Email.Tests;

/// <summary>Collects registrations without a monitor.</summary>
internal sealed class Builder : ITokenMonitoringBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();
}
