using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Tests;

public sealed class PostgreSqlQueryTests(PostgresFixture postgres) : UsageQueryConformance
{
    private string _schema = "";

    protected override int Iterations => 25;

    protected override async Task<(IUsageStore Store, ITokenUsageStats Stats)> CreateAsync()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        _schema = options.Schema;
        options.Cubes.Add(new UsageCube(Dimension.Model, Dimension.User));
        var store = new PostgreSqlUsageStore(options) { MergeEvery = 2 }; // so that merged and latest rollups meet
        await store.OpenAsync(Token);
        return (store, new UsageStats(store, new LiveTotals(), () => 0, new FakeTimeProvider()));
    }

    protected override async ValueTask CleanUpAsync(IUsageStore store)
    {
        await ((PostgreSqlUsageStore)store).DisposeAsync();
        await postgres.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
    }
}
