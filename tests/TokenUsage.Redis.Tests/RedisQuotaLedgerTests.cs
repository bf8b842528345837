using TokenUsage.Conformance;

namespace TokenUsage.Redis.Tests;

public sealed class RedisQuotaLedgerTests(RedisFixture fixture) : QuotaLedgerConformance, IClassFixture<RedisFixture>
{
    protected override async ValueTask<QuotaLedgerBench> OpenAsync() => await RedisLedgerBench.OpenAsync(fixture);
}
