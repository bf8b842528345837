namespace TokenUsage.Cosmos.Tests;

/// <summary>A writer that dies after any of its writes: sums and records agree all the same, and nothing is there twice.</summary>
public sealed class CrashTests(CosmosServer server) : IClassFixture<CosmosServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_batch_whose_writer_died_is_counted_by_whoever_comes_later(int writes)
    {
        (StoreBench bench, CosmosUsageStore dying) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        UsageRecord[] batch = [.. Enumerable.Range(0, 5).Select(i => bench.Records.Make(user: $"u{i % 2}"))];
        bench.DieAfter(writes);
        Func<Task> act = async () => await dying.AppendAsync(batch, Token);
        await act.Should().ThrowAsync<Exception>("the process dies after {0} writes", writes);

        CosmosUsageStore next = await bench.ReopenAsync();
        await next.AppendAsync(batch, Token); // the journal offers the batch again
        bench.Time.Advance(TimeSpan.FromMinutes(11));
        await next.AppendAsync([bench.Records.Make()], Token);

        await StoreBench.RequireExactAsync(next, $"died after {writes} writes");
        (await StoreBench.TotalsAsync(next, Storage.UsageCube.Totals)).Attempts.Should().Be(6);
    }

    [Fact]
    public async Task A_merge_that_dies_after_any_of_its_writes_counts_nothing_twice()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        for (int i = 0; i < 3; i++)
        {
            UsageRecord[] batch =
            [
                bench.Records.Make(user: $"u{i}"),
                bench.Records.Make(Conformance.RecordFactory.Noon.AddMinutes(70 * i), user: "all"),
            ];
            await store.AppendAsync(batch, Token);
        }

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        for (int writes = 0; writes < 200; writes += 7)
        {
            bench.DieAfter(writes);
            try
            {
                await new Rollups.RollupMerge(bench.Container, bench.Time).RunAsync(Token);
                break;
            }
            catch (Microsoft.Azure.Cosmos.CosmosException)
            {
                bench.Handler.Interrupt = null;
                await StoreBench.RequireExactAsync(store, $"the merge died after {writes} writes");
            }
        }

        bench.Handler.Interrupt = null;
        (await bench.CountBatchesAsync()).Should().Be(0);
        await StoreBench.RequireExactAsync(store, "everything is merged");
    }
}
