using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TokenUsage.Testing;

/// <summary>Adds what tests look at to a real monitor.</summary>
public static class TestingBuilderExtensions
{
    /// <summary>Keeps every stored record in a <see cref="RecordedUsage"/>, and makes a <see cref="UsageProbe"/> over it.</summary>
    public static ITokenMonitoringBuilder AddRecordedUsage(this ITokenMonitoringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<RecordedUsage>();
        builder.Services.TryAddSingleton<UsageProbe>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IUsageObserver, RecordedUsage>(s => s.GetRequiredService<RecordedUsage>()));
        return builder;
    }
}
