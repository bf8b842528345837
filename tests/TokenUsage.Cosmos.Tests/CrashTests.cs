using TokenUsage.Storage;

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
        (await StoreBench.TotalsAsync(next, UsageCube.Totals)).Attempts.Should().Be(6);
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_correction_whose_writer_died_is_counted_once_and_can_be_made_again(int writes)
    {
        (StoreBench bench, CosmosUsageStore dying) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        UsageRecord[] batch = [.. Enumerable.Range(0, 4).Select(i => bench.Records.Make(user: $"u{i % 2}", usd: i))];
        await dying.AppendAsync(batch, Token);
        CostCorrections corrections = Dearer(batch);
        bench.DieAfter(writes);
        Func<Task> act = async () => await dying.CorrectCostsAsync(corrections, Token);
        await act.Should().ThrowAsync<Exception>("the process dies after {0} writes", writes);

        CosmosUsageStore next = await bench.ReopenAsync();
        await next.CorrectCostsAsync(corrections, Token);
        bench.Time.Advance(TimeSpan.FromMinutes(11));
        await next.AppendAsync([bench.Records.Make(usd: 1)], Token);

        await StoreBench.RequireExactAsync(next, $"died after {writes} writes");
        (await StoreBench.TotalsAsync(next, UsageCube.Totals)).PricedUsd.Should().Be(47);
    }

    [Fact]
    public async Task A_batch_is_repaired_to_what_it_stored_though_a_record_was_corrected_since()
    {
        (StoreBench bench, CosmosUsageStore dying) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        UsageRecord[] batch = [bench.Records.Make(usd: 1), bench.Records.Make(usd: 2)];
        bench.DieAfter(3); // the announcement and both records are there, their sums are not
        Func<Task> act = async () => await dying.AppendAsync(batch, Token);
        await act.Should().ThrowAsync<Exception>();

        CosmosUsageStore next = await bench.ReopenAsync();
        (await next.CorrectCostsAsync(Dearer(batch), Token)).Corrected.Should().HaveCount(2);
        bench.Time.Advance(TimeSpan.FromMinutes(11));
        await next.AppendAsync([bench.Records.Make(usd: 1)], Token);

        await StoreBench.RequireExactAsync(next, "repaired after a correction");
    }

    [Fact]
    public async Task Corrections_of_two_processes_at_once_count_once()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        CosmosUsageStore other = await bench.ReopenAsync();
        UsageRecord[] batch = [.. Enumerable.Range(0, 20).Select(i => bench.Records.Make(user: $"u{i % 3}", usd: i))];
        await store.AppendAsync(batch, Token);

        CostCorrectionResult[] results = await Task.WhenAll(
            store.CorrectCostsAsync(Dearer(batch), Token).AsTask(),
            other.CorrectCostsAsync(Dearer(batch), Token).AsTask());

        results.SelectMany(result => result.Corrected).Should().OnlyHaveUniqueItems().And.HaveCount(20);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await new Rollups.RollupMerge(bench.Container, bench.Time).RunAsync(Token);
        await StoreBench.RequireExactAsync(store, "corrected by two, and merged");
    }

    private static CostCorrections Dearer(UsageRecord[] records) => new()
    {
        Actor = ChangeActor.Application,
        Reason = "a test",
        Items =
        [
            .. records.Select(record => new CostCorrection
            {
                Id = record.Id,
                Before = record.Cost,
                After = record.Cost with { Usd = record.Cost.Usd + 10 },
            }),
        ],
    };
}
