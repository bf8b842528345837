using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Testing;

namespace TokenUsage.Tests.Testing;

public sealed class FeedCollectorTests
{
    [Fact]
    public async Task Events_are_kept_in_the_order_of_their_numbers()
    {
        await using ServiceProvider services = Services();
        IUsageFeed feed = services.GetRequiredService<IUsageFeed>();
        await using var collector = new FeedCollector(feed);

        foreach (string name in (string[])["a", "b", "c"])
            feed.Publish(new FeedEvent { Kind = FeedEventKind.Custom, Name = name });

        (await collector.WaitForAsync(3, TestContext.Current.CancellationToken))
            .Select(e => e.Name).Should().Equal("a", "b", "c");
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring();
        return services.BuildServiceProvider();
    }
}
