using TokenUsage.Storage;

namespace TokenUsage.Conformance;

/// <summary>What every store must do. A store's tests inherit it and say how to make one.</summary>
public abstract class UsageStoreConformance : IAsyncLifetime
{
    private IUsageStore? _store;

    protected RecordFactory Records { get; } = new();

    protected IUsageStore Store => _store ?? throw new InvalidOperationException("The store is made before each test.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        await _store.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable disposable) await disposable.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an empty store, not yet opened.</summary>
    protected abstract IUsageStore CreateStore();

    /// <summary>Removes what the store left behind.</summary>
    protected virtual ValueTask CleanUpAsync() => default;

    [Fact]
    public async Task A_record_comes_back_as_it_was_stored()
    {
        UsageRecord record = Records.MakeFull();

        await Store.AppendAsync([record], Token);

        (await ReadRecordsAsync()).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task A_record_with_nothing_but_its_required_members_comes_back_too()
    {
        var record = new UsageRecord
        {
            Id = Records.NextId(),
            StartedAt = RecordFactory.Noon,
            Provider = "p",
            Operation = "o",
            Cost = Cost.Unpriced,
        };

        await Store.AppendAsync([record], Token);

        (await ReadRecordsAsync()).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task A_record_offered_again_is_kept_once()
    {
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record], Token);

        AppendResult again = await Store.AppendAsync([record, record], Token);

        again.Inserted.Should().BeEmpty();
        again.Conflicting.Should().BeEmpty();
        (await TotalsAsync()).Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_record_twice_in_one_batch_is_kept_once()
    {
        UsageRecord record = Records.Make();

        AppendResult result = await Store.AppendAsync([record, record], Token);

        result.Inserted.Should().Equal(record.Id);
        (await TotalsAsync()).Calls.Should().Be(1);
    }

    [Fact]
    public async Task The_same_id_with_another_content_is_told_and_the_first_content_stays()
    {
        UsageRecord first = Records.Make(input: 10);
        await Store.AppendAsync([first], Token);

        AppendResult result = await Store.AppendAsync([first with { Tokens = new TokenCounts { Input = 999 } }], Token);

        result.Inserted.Should().BeEmpty();
        result.Conflicting.Should().Equal(first.Id);
        (await ReadRecordsAsync()).Single().Tokens.Input.Should().Be(10);
    }

    [Fact]
    public async Task An_amount_with_trailing_zeros_is_the_same_amount()
    {
        UsageRecord record = Records.Make(usd: 1.5m);
        await Store.AppendAsync([record], Token);

        AppendResult again = await Store.AppendAsync([record with { Cost = record.Cost with { Usd = 1.500m } }], Token);

        again.Conflicting.Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_says_which_of_its_records_were_new()
    {
        UsageRecord known = Records.Make();
        UsageRecord added = Records.Make();
        await Store.AppendAsync([known], Token);

        AppendResult result = await Store.AppendAsync([known, added], Token);

        result.Inserted.Should().Equal(added.Id);
    }

    [Fact]
    public async Task An_empty_batch_is_nothing() =>
        (await Store.AppendAsync([], Token)).Inserted.Should().BeEmpty();

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

    [Fact]
    public async Task Records_come_in_the_order_of_their_position()
    {
        UsageRecord[] batch =
            [.. Enumerable.Range(0, 50).Select(i => Records.Make(RecordFactory.Noon.AddSeconds(i * 37 % 11)))];
        await Store.AppendAsync(batch, Token);

        IReadOnlyList<UsageRecord> read = await ReadRecordsAsync();

        read.Select(r => r.Id).Should().Equal(batch.OrderBy(RecordPosition.Of).Select(r => r.Id));
    }

    [Fact]
    public async Task Pages_of_records_join_without_gap_or_overlap_while_records_arrive()
    {
        UsageRecord[] batch =
            [.. Enumerable.Range(0, 40).Select(i => Records.Make(RecordFactory.Noon.AddSeconds(i / 7)))];
        await Store.AppendAsync(batch, Token);

        var seen = new List<Guid>();
        RecordPosition? after = null;
        while (true)
        {
            IReadOnlyList<UsageRecord> page = await ReadRecordsAsync(new RecordRead
            {
                From = DateTimeOffset.MinValue,
                To = DateTimeOffset.MaxValue,
                After = after,
                Limit = 6,
            });
            if (page.Count == 0) break;
            seen.AddRange(page.Select(r => r.Id));
            after = RecordPosition.Of(page[^1]);
            await Store.AppendAsync([Records.Make(RecordFactory.Noon.AddDays(-1))], Token);
        }

        seen.Should().Equal(batch.OrderBy(RecordPosition.Of).Select(r => r.Id));
    }

    [Theory]
    [InlineData(FilterOperator.In, "a", "a,c", 2)]
    [InlineData(FilterOperator.NotIn, "a", "a,c", 2)]
    [InlineData(FilterOperator.Missing, "", "", 1)]
    [InlineData(FilterOperator.Present, "", "", 3)]
    public async Task Records_are_filtered(FilterOperator filter, string first, string values, int expected)
    {
        await Store.AppendAsync(
            [Records.Make(user: "a"), Records.Make(user: "b"), Records.Make(user: "c"), Records.Make()], Token);
        first.Should().Be(values.Split(',')[0]);

        IReadOnlyList<UsageRecord> read = await ReadRecordsAsync(new RecordRead
        {
            From = DateTimeOffset.MinValue,
            To = DateTimeOffset.MaxValue,
            Where = [new UsageFilter(Dimension.User, filter, values.Length == 0 ? [] : values.Split(','))],
        });

        read.Should().HaveCount(expected);
    }

    [Fact]
    public async Task Records_are_filtered_by_tags_and_by_the_model_asked_for_where_none_was_served()
    {
        await Store.AppendAsync(
            [
                Records.MakeFull(), Records.Make(),
                Records.Make(model: null) with { RequestedModel = "claude-sonnet-4-5" },
            ],
            Token);

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await ReadRecordsAsync(read with { Where = [UsageFilter.In(Dimension.Tag("team"), "blue")] }))
            .Should().HaveCount(1);
        (await ReadRecordsAsync(read with { Where = [UsageFilter.In(Dimension.Model, "claude-sonnet-4-5")] }))
            .Should().HaveCount(2);
        UsageFilter[] nobody = [UsageFilter.In(Dimension.Model, "nobody"), UsageFilter.Present(Dimension.User)];
        (await ReadRecordsAsync(read with { Where = nobody })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_snapshot_does_not_see_what_is_stored_after_it()
    {
        await Store.AppendAsync([Records.Make()], Token);
        await using IUsageSnapshot snapshot = await Store.OpenSnapshotAsync(Token);
        await Store.AppendAsync([Records.Make()], Token);

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await snapshot.ReadRecordsAsync(read, Token).CountAsync(Token)).Should().Be(1);
        await using IUsageSnapshot later = await Store.OpenSnapshotAsync(Token);
        later.Version.Should().NotBe(snapshot.Version);
        (await later.ReadRecordsAsync(read, Token).CountAsync(Token)).Should().Be(2);
    }

    [Fact]
    public async Task Text_that_no_database_keeps_is_mended_and_too_long_text_is_cut()
    {
        UsageRecord record = Records.Make(user: "a\0b\ud800c", feature: new string('x', 5_000));

        await Store.AppendAsync([record], Token);

        UsageRecord kept = (await ReadRecordsAsync()).Single();
        kept.Dimensions.User.Should().Be("a\ufffdb\ufffdc");
        kept.Dimensions.Feature.Should().HaveLength(RecordLimits.MaxText);
    }

    [Fact]
    public async Task Absurd_counts_are_brought_into_range()
    {
        await Store.AppendAsync([Records.Make(input: long.MaxValue), Records.Make(input: -5)], Token);

        (await TotalsAsync()).Tokens.Input.Should().Be(TokenCounts.MaxPerCall);
    }

    [Fact]
    public async Task A_cancelled_append_stores_nothing()
    {
        Func<Task> act = async () => await Store.AppendAsync([Records.Make()], new CancellationToken(canceled: true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        (await ReadRecordsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_double_nothing()
    {
        UsageRecord[] all = [.. Enumerable.Range(0, 400).Select(i => Records.Make(user: $"u{i % 5}"))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (int i = 0; i < 400; i += 40) await Store.AppendAsync(all[((i + (w * 40)) % 400)..][..40], Token);
        })));

        (await TotalsAsync()).Attempts.Should().Be(400);
        (await ReadRecordsAsync()).Should().HaveCount(400);
    }

    private static RollupCell Sum(IEnumerable<UsageRecord> records)
    {
        var sum = new RollupCell();
        foreach (UsageRecord record in records) sum.Add(record);
        return sum;
    }

    private UsageCube CubeOf(Dimension dimension) => Store.Cubes.Single(c => c.Name == dimension.Name);

    private async Task<UsageTotals> TotalsAsync(DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        (await ReadRollupsAsync(UsageCube.Totals, from, to)).GetValueOrDefault("", new RollupCell()).ToTotals();

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

    private async Task<IReadOnlyList<UsageRecord>> ReadRecordsAsync(RecordRead? read = null)
    {
        read ??= new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        return await Store.ReadRecordsAsync(read, Token).ToListAsync(Token);
    }
}
