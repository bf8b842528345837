using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests;

public sealed class SqliteQueryTests : UsageQueryConformance, IDisposable
{
    private DatabaseFolder? _folder;

    protected override int Iterations => 40;

    public void Dispose() => _folder?.Dispose();

    protected override async Task<(IUsageStore Store, ITokenUsageStats Stats)> CreateAsync()
    {
        _folder = new DatabaseFolder();
        SqliteStoreOptions options = _folder.Options;
        options.Cubes.Add(new UsageCube(Dimension.Model, Dimension.User));
        var store = new SqliteUsageStore(options) { MergeEvery = 2 }; // so that merged and latest rollups meet
        await store.OpenAsync(Token);
        return (store, new UsageStats(store, new LiveTotals(), () => 0, new FakeTimeProvider()));
    }

    protected override async ValueTask CleanUpAsync(IUsageStore store)
    {
        await ((SqliteUsageStore)store).DisposeAsync();
        _folder?.Dispose();
    }
}
