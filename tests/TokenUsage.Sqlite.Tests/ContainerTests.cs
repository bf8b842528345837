using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage.Sqlite.Tests;

public sealed class ContainerTests
{
    [Fact]
    public async Task A_container_that_is_disposed_without_await_disposes_everything()
    {
        using var folder = new DatabaseFolder();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTokenMonitoring()
            .UseSqlite(folder.Options.ConnectionString)
            .AddQuota("share", quota => quota.Per(Dimension.User).Tokens(1_000).Daily());
        ServiceProvider provider = services.BuildServiceProvider();
        var subject = new UsageDimensions { User = "alice" };
        _ = await provider.GetRequiredService<ITokenQuotas>()
            .GetStatusAsync(subject, TestContext.Current.CancellationToken);
        _ = provider.GetRequiredService<ITokenTracker>();
        _ = provider.GetRequiredService<ITokenAlerts>();
        _ = provider.GetRequiredService<ITokenDashboard>();

        Action dispose = provider.Dispose;

        dispose.Should().NotThrow();
    }
}
