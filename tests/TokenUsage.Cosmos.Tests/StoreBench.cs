using System.Net;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Tests;

/// <summary>A store with a clock that stands, and a line to the server that can be cut.</summary>
internal sealed class StoreBench : IDisposable
{
    private readonly CosmosStoreOptions _options;
    private readonly List<CosmosUsageStore> _stores = [];
    private int _requests;

    private StoreBench(CosmosServer server, Action<CosmosStoreOptions>? configure)
    {
        _options = server.Options(Handler);
        configure?.Invoke(_options);
    }

    public StandInHandler Handler { get; } = new();

    public FakeTimeProvider Time { get; } = new(RecordFactory.Noon);

    public RecordFactory Records { get; } = new();

    public CosmosContainer Container { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<(StoreBench Bench, CosmosUsageStore Store)> OpenAsync(
        CosmosServer server, Action<CosmosStoreOptions>? configure = null)
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        var bench = new StoreBench(server, configure);
        CosmosUsageStore store = await bench.ReopenAsync();
        bench.Container = await CosmosOpening.OpenAsync(CosmosOpening.Connect(bench._options), bench._options, Token);
        return (bench, store);
    }

    /// <summary>Opens the same container as another process would.</summary>
    public async Task<CosmosUsageStore> ReopenAsync()
    {
        Handler.Interrupt = null;
        var store = new CosmosUsageStore(_options, Time);
        await store.OpenAsync(Token);
        _stores.Add(store);
        return store;
    }

    /// <summary>Lets a number of writes pass, and none after them: as if the process had died there.</summary>
    public void DieAfter(int writes)
    {
        _requests = 0;
        Handler.Interrupt = request => IsWrite(request) && Interlocked.Increment(ref _requests) > writes
            ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("{}") }
            : null;
    }

    public static async Task<UsageTotals> TotalsAsync(IUsageStore store, UsageCube cube)
    {
        var read = new RollupRead
        {
            Cube = cube,
            From = RecordFactory.Noon.AddDays(-10),
            To = RecordFactory.Noon.AddDays(10),
        };
        var sum = new RollupCell();
        await foreach (RollupRow row in store.ReadRollupsAsync(read, Token)) sum.Add(row.Cell);
        return sum.ToTotals();
    }

    /// <summary>Compares what every cube says with what the records add up to.</summary>
    public static async Task RequireExactAsync(IUsageStore store, string because)
    {
        var sum = new RollupCell();
        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        await foreach (UsageRecord record in store.ReadRecordsAsync(read, Token)) sum.Add(record);
        foreach (UsageCube cube in (UsageCube[])[UsageCube.Totals, new(Dimension.User), new(Dimension.Model)])
        {
            (await TotalsAsync(store, cube)).Should().BeEquivalentTo(sum.ToTotals(), $"{because}, cube '{cube}'");
        }
    }

    public async Task<int> CountBatchesAsync() => await Container
        .QueryAsync(
            BatchDocument.CountedBefore(BatchStamps.At(DateTimeOffset.MaxValue)), BatchDocument.Partition, Token)
        .CountAsync(Token);

    public void Dispose()
    {
        foreach (CosmosUsageStore store in _stores) store.Dispose();
    }

    private static bool IsWrite(HttpRequestMessage request) =>
        request.Method != HttpMethod.Get && !request.Headers.Contains("x-ms-documentdb-isquery")
        && !request.Headers.Contains("x-ms-cosmos-is-query-plan-request");
}
