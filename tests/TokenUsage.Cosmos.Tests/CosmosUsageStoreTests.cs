using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Tests;

public sealed class CosmosUsageStoreTests(CosmosServer server) : UsageStoreConformance, IClassFixture<CosmosServer>
{
    private readonly StandInHandler _handler = new();

    protected override IUsageStore CreateStore()
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        return new CosmosUsageStore(server.Options(_handler), TimeProvider.System);
    }

    protected override ValueTask CleanUpAsync()
    {
        (Store as IDisposable)?.Dispose();
        return default;
    }
}
