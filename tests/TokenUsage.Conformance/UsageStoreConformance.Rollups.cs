using TokenUsage.Storage;

namespace TokenUsage.Conformance;

public abstract partial class UsageStoreConformance
{
    [Fact]
    public async Task Rollups_of_every_cube_add_up_to_the_records()
    {
        UsageRecord[] batch = [.. Enumerable.Range(0, 300).Select(i => Records.Make(
            RecordFactory.Noon.AddMinutes(i * 7), $"u{i % 13}", $"m{i % 3}", i % 4 == 0 ? null : $"f{i % 5}"))];
        await Store.AppendAsync(batch[..120], Token);
        await Store.AppendAsync(batch[100..], Token);
        UsageTotals expected = Sum(batch).ToTotals();

        foreach (UsageCube cube in Store.Cubes)
        {
            var sum = new RollupCell();
            foreach ((_, RollupCell cell) in await ReadRollupsAsync(cube)) sum.Add(cell);
            sum.ToTotals().Should().BeEquivalentTo(expected, "the cube '{0}' holds all records", cube);
        }
    }

    [Fact]
    public async Task A_rollup_cell_holds_the_records_of_its_key()
    {
        UsageRecord[] batch =
            [Records.Make(model: "a"), Records.Make(model: "b"), Records.Make(model: "a"), Records.Make(model: null)];
        await Store.AppendAsync(batch, Token);

        IReadOnlyDictionary<string, RollupCell> cells = await ReadRollupsAsync(CubeOf(Dimension.Model));

        cells.ToDictionary(c => c.Key, c => c.Value.ToTotals().Calls)
            .Should().Equal(new Dictionary<string, long> { ["a"] = 2, ["b"] = 1, ["(none)"] = 1 });
    }

    [Fact]
    public async Task A_record_that_stands_for_several_calls_counts_as_many_in_every_cube()
    {
        UsageRecord folded = Records.Make(user: "u", feature: "f") with { Weight = 1_000 };
        UsageRecord retries = folded with { Id = Records.NextId(), Attempt = 2 };
        await Store.AppendAsync([folded, Records.Make(user: "u"), retries], Token);

        foreach (UsageCube cube in Store.Cubes)
        {
            var sum = new RollupCell();
            foreach ((_, RollupCell cell) in await ReadRollupsAsync(cube)) sum.Add(cell);
            UsageTotals totals = sum.ToTotals();
            totals.Calls.Should().Be(1_001, "that many first attempts are in the cube '{0}'", cube);
            totals.Attempts.Should().Be(2_001);
            totals.Succeeded.Should().Be(2_001);
            totals.Coverage.ReportedCalls.Should().Be(2_001);
            totals.Tokens.Input.Should().Be(30, "counts are sums already");
        }

        (await ReadRecordsAsync()).Select(r => r.Weight).Should().BeEquivalentTo([1_000, 1, 1_000]);
    }

    [Fact]
    public async Task Rollups_keep_money_exact()
    {
        decimal[] amounts = [0.1m, 0.2m, 0.000000000000000001m, 12_345_678.9m];
        await Store.AppendAsync([.. amounts.Select(a => Records.Make(usd: a))], Token);

        (await TotalsAsync()).PricedUsd.Should().Be(amounts.Sum());
    }

    [Fact]
    public async Task Rollups_respect_the_edges_of_a_range()
    {
        DateTimeOffset start = RecordFactory.Noon;
        await Store.AppendAsync(
            [
                Records.Make(start.AddTicks(-1)), Records.Make(start),
                Records.Make(start.AddMinutes(15).AddTicks(-1)), Records.Make(start.AddMinutes(15)),
            ],
            Token);

        UsageTotals totals = await TotalsAsync(start, start.AddMinutes(15));

        totals.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Days_hold_what_their_quarter_hours_hold()
    {
        DateTimeOffset day = RecordFactory.Noon.AddHours(-12);
        await Store.AppendAsync([.. Enumerable.Range(-3, 60).Select(i => Records.Make(day.AddMinutes(i * 31)))], Token);

        var read = new RollupRead { Cube = UsageCube.Totals, From = day, To = day.AddDays(1), Grain = RollupGrain.Day };
        var byDay = new RollupCell();
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token)) byDay.Add(row.Cell);

        byDay.ToTotals().Should().BeEquivalentTo(await TotalsAsync(day, day.AddDays(1)));
    }

    private static RollupCell Sum(IEnumerable<UsageRecord> records)
    {
        var sum = new RollupCell();
        foreach (UsageRecord record in records) sum.Add(record);
        return sum;
    }

    private UsageCube CubeOf(Dimension dimension) => Store.Cubes.Single(c => c.Name == dimension.Name);

    private async Task<IReadOnlyDictionary<string, RollupCell>> ReadRollupsAsync(
        UsageCube cube, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var read = new RollupRead
        {
            Cube = cube,
            From = from ?? RecordFactory.Noon.AddDays(-10),
            To = to ?? RecordFactory.Noon.AddDays(10),
        };
        var cells = new Dictionary<string, RollupCell>();
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token))
        {
            string key = string.Join('|', row.Key.Select(v => v ?? "(none)"));
            if (!cells.TryGetValue(key, out RollupCell? cell)) cells[key] = cell = new RollupCell();
            cell.Add(row.Cell);
        }

        return cells;
    }
}
