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
        var store = new SqliteUsageStore(_folder.Options);
        await store.OpenAsync(Token);
        return (store, new UsageStats(store, new LiveTotals(), () => 0, new FakeTimeProvider()));
    }

    protected override async ValueTask CleanUpAsync(IUsageStore store)
    {
        await ((SqliteUsageStore)store).DisposeAsync();
        _folder?.Dispose();
    }
}
