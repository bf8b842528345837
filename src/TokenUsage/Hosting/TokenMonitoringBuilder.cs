using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage;

internal sealed class TokenMonitoringBuilder(IServiceCollection services) : ITokenMonitoringBuilder
{
    public IServiceCollection Services { get; } = services;
}
