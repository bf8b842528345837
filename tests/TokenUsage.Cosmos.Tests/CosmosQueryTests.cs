using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Tests;

public sealed class CosmosQueryTests(CosmosServer server) : UsageQueryConformance, IClassFixture<CosmosServer>
{
    protected override int Iterations => 5;

    protected override async Task<(IUsageStore Store, ITokenUsageStats Stats)> CreateAsync()
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        var store = new CosmosUsageStore(server.Options(new StandInHandler()), TimeProvider.System);
        await store.OpenAsync(Token);
        return (store, new UsageStats(store, new LiveTotals(), () => 0, new FakeTimeProvider()));
    }

    protected override ValueTask CleanUpAsync(IUsageStore store)
    {
        ((CosmosUsageStore)store).Dispose();
        return default;
    }
}
