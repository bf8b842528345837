using TokenUsage.Conformance;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Tests;

public sealed class RollupMergeTests(CosmosServer server) : IClassFixture<CosmosServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sums_are_the_same_before_while_and_after_two_merge_at_once()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        await FillAsync(bench, store, batches: 6);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await StoreBench.RequireExactAsync(store, "before merging");

        Task[] merges = [.. Enumerable.Range(0, 2).Select(_ => TryMergeAsync(bench))];
        await StoreBench.RequireExactAsync(store, "while merging");
        await Task.WhenAll(merges);
        await new RollupMerge(bench.Container, bench.Time).RunAsync(Token);

        (await bench.CountBatchesAsync()).Should().Be(0);
        await StoreBench.RequireExactAsync(store, "after merging");
    }

    [Fact]
    public async Task What_comes_after_a_merge_is_added_and_merged_in_its_turn()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        for (int round = 0; round < 3; round++)
        {
            await FillAsync(bench, store, batches: 2);
            bench.Time.Advance(TimeSpan.FromHours(2)); // the names of merged batches are forgotten in between
            (await new RollupMerge(bench.Container, bench.Time).RunAsync(Token)).Should().Be(2);
        }

        await StoreBench.RequireExactAsync(store, "after three rounds");
    }

    [Fact]
    public async Task A_batch_rests_until_snapshots_that_may_not_see_it_are_closed()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        await using IUsageSnapshot snapshot = await store.OpenSnapshotAsync(Token);
        await FillAsync(bench, store, batches: 1);

        (await new RollupMerge(bench.Container, bench.Time).RunAsync(Token)).Should().Be(0);

        var read = new RollupRead
        {
            Cube = UsageCube.Totals,
            From = RecordFactory.Noon.AddDays(-1),
            To = RecordFactory.Noon.AddDays(1),
        };
        (await snapshot.ReadRollupsAsync(read, Token).CountAsync(Token)).Should().Be(0);
    }

    private static async Task FillAsync(StoreBench bench, CosmosUsageStore store, int batches)
    {
        for (int i = 0; i < batches; i++)
        {
            await store.AppendAsync(
                [
                    bench.Records.Make(RecordFactory.Noon.AddMinutes(i * 40), $"u{i % 3}", $"m{i % 2}"),
                    bench.Records.Make(RecordFactory.Noon.AddMinutes(-i), user: null, model: null),
                ],
                Token);
        }
    }

    private static async Task TryMergeAsync(StoreBench bench)
    {
        try
        {
            await new RollupMerge(bench.Container, bench.Time).RunAsync(Token);
        }
        catch (UsageStoreException exception)
        {
            exception.IsPermanent.Should().BeFalse("the other merger was faster, five times in a row");
        }
    }
}
