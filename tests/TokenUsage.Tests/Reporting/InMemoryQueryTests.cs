using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Reporting;

public sealed class InMemoryQueryTests : UsageQueryConformance
{
    protected override Task<(IUsageStore Store, ITokenUsageStats Stats)> CreateAsync()
    {
        IUsageStore store = new InMemoryUsageStore();
        ITokenUsageStats stats = new UsageStats(store, new LiveTotals(), () => 0, new FakeTimeProvider());
        return Task.FromResult((store, stats));
    }
}
