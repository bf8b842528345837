using TokenUsage.Conformance;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Tests;

public sealed class PostgreSqlUsageStoreTests(PostgresFixture postgres) : UsageStoreConformance
{
    private readonly PostgreSqlStoreOptions _options = postgres.Options();

    protected override IUsageStore CreateStore() => new PostgreSqlUsageStore(_options);

    protected override async ValueTask CleanUpAsync() =>
        await postgres.ExecuteAsync($"DROP SCHEMA {_options.Schema} CASCADE");

    [Fact]
    public async Task What_was_stored_is_there_after_the_store_was_closed_and_opened()
    {
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record], Token);

        await using var reopened = new PostgreSqlUsageStore(_options);
        await reopened.OpenAsync(Token);

        (await reopened.ReadRecordsAsync(Everything, Token).ToListAsync(Token)).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task Rollups_are_the_same_before_and_after_they_are_merged()
    {
        DateTimeOffset day = RecordFactory.Noon.AddHours(-12);
        for (int i = 0; i < RollupMerge.Every * 2 + 5; i++)
        {
            await Store.AppendAsync([Records.Make(day.AddMinutes(i * 11), user: $"u{i % 3}")], Token);
            if (i % 40 == 7) await Store.AppendAsync([Records.Make(day.AddMinutes(i), user: "late")], Token);
        }

        var sum = new RollupCell();
        await foreach (UsageRecord record in Store.ReadRecordsAsync(Everything, Token)) sum.Add(record);

        (await SumAsync(RollupGrain.QuarterHour, day)).Should().BeEquivalentTo(sum.ToTotals());
        (await SumAsync(RollupGrain.Day, day)).Should().BeEquivalentTo(sum.ToTotals());
    }

    [Fact]
    public async Task Merging_changes_neither_sums_nor_the_version()
    {
        DateTimeOffset day = RecordFactory.Noon.AddHours(-12);
        for (int i = 0; i < 20; i++)
        {
            await Store.AppendAsync([Records.Make(day.AddHours(i), user: i % 2 == 0 ? null : $"u{i}")], Token);
            if (i == 9) await ((PostgreSqlUsageStore)Store).MergeAsync(Token);
        }

        UsageTotals before = await SumAsync(RollupGrain.Day, day);
        await using IUsageSnapshot first = await Store.OpenSnapshotAsync(Token);
        (await ((PostgreSqlUsageStore)Store).MergeAsync(Token)).Should().BeTrue();

        await using IUsageSnapshot second = await Store.OpenSnapshotAsync(Token);
        (await SumAsync(RollupGrain.Day, day)).Should().BeEquivalentTo(before);
        second.Version.Should().Be(first.Version);
    }

    [Fact]
    public async Task Keys_alone_are_each_read_before_and_after_merging()
    {
        UsageCube users = UsageCube.Standard.Single(c => c.Name == "user");
        var read = new RollupRead
        {
            Cube = users,
            From = RecordFactory.Noon.AddDays(-1),
            To = RecordFactory.Noon.AddDays(1),
            KeysOnly = true,
        };
        await Store.AppendAsync([Records.Make(user: "a"), Records.Make(user: "b"), Records.Make()], Token);
        await ((PostgreSqlUsageStore)Store).MergeAsync(Token);
        await Store.AppendAsync([Records.Make(user: "c")], Token);

        List<string?> keys = await Store.ReadRollupsAsync(read, Token).Select(r => r.Key[0]).ToListAsync(Token);

        keys.Distinct().Should().BeEquivalentTo(["a", "b", "c", null]);
    }

    [Fact]
    public async Task A_large_batch_goes_through_a_copy_and_is_the_same()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        UsageRecord[] batch =
        [
            .. Enumerable.Range(0, 2_500).Select(i => now.AddMinutes(-i)).Select(
                at => Records.MakeFull() with { Id = Guid.CreateVersion7(at), StartedAt = at }),
        ];
        await Store.AppendAsync(batch[..100], Token);

        AppendResult result = await Store.AppendAsync(batch, Token);

        result.Inserted.Should().Equal(batch[100..].Select(r => r.Id));
        result.Conflicting.Should().BeEmpty();
        UsageRecord last = (await Store.ReadRecordsAsync(Everything with { Limit = 1 }, Token).ToListAsync(Token))[0];
        last.Should().BeEquivalentTo(batch[^1]);
        (await Store.ReadRecordsAsync(Everything, Token).CountAsync(Token)).Should().Be(2_500);
    }

    [Fact]
    public async Task Records_lie_in_the_partition_of_the_day_that_their_id_names()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await Store.AppendAsync(
            [
                Records.Make() with { Id = Guid.CreateVersion7(now) },
                Records.Make() with { Id = Guid.CreateVersion7(now.AddDays(-3)) },
                Records.Make(),
                Records.Make() with { Id = Guid.CreateVersion7(now.AddYears(-3)) },
            ],
            Token);

        string rows = $"SELECT count(*) FROM {_options.Schema}.usage_record_";
        (await postgres.ExecuteAsync($"{rows}{now:yyyyMMdd}")).Should().Be(1L);
        (await postgres.ExecuteAsync($"{rows}{now.AddDays(-3):yyyyMMdd}")).Should().Be(1L);
        (await postgres.ExecuteAsync($"{rows}default")).Should().Be(2L);
    }

    [Fact]
    public async Task A_record_that_waited_in_the_default_partition_moves_and_is_still_known()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        UsageRecord record = Records.Make() with { Id = Guid.CreateVersion7(now) };
        await Store.AppendAsync([record], Token);
        string table = $"{_options.Schema}.usage_record";
        string day = $"{table}_{now:yyyyMMdd}";
        await postgres.ExecuteAsync($"ALTER TABLE {table} DETACH PARTITION {day}");
        await postgres.ExecuteAsync($"INSERT INTO {table} SELECT * FROM {day}");
        await postgres.ExecuteAsync($"DROP TABLE {day}");
        (await postgres.ExecuteAsync($"SELECT count(*) FROM {table}_default")).Should().Be(1L);

        await using var other = new PostgreSqlUsageStore(_options);
        await other.OpenAsync(Token);
        AppendResult again = await other.AppendAsync([record], Token);

        again.Inserted.Should().BeEmpty();
        (await postgres.ExecuteAsync($"SELECT count(*) FROM {table}_default")).Should().Be(0L);
        (await postgres.ExecuteAsync($"SELECT count(*) FROM {day}")).Should().Be(1L);
    }

    [Fact]
    public async Task Writers_that_send_the_same_records_in_opposite_orders_do_not_deadlock()
    {
        await using var other = new PostgreSqlUsageStore(_options);
        await other.OpenAsync(Token);
        UsageRecord[] all =
            [.. Enumerable.Range(0, 2_000).Select(i => Records.Make(user: $"u{i % 7}") with { Id = NextId() })];
        UsageRecord[] reversed = [.. all.Reverse()];

        async Task<int> SendAsync(IUsageStore store, UsageRecord[] records)
        {
            int inserted = 0;
            foreach (UsageRecord[] batch in records.Chunk(250))
            {
                inserted += (await store.AppendAsync(batch, Token)).Inserted.Count;
            }

            return inserted;
        }

        int[] counts = await Task.WhenAll(
            SendAsync(Store, all), SendAsync(other, reversed), SendAsync(Store, reversed), SendAsync(other, all));

        counts.Sum().Should().Be(2_000);
        (await SumAsync(RollupGrain.Day, RecordFactory.Noon.AddHours(-12))).Attempts.Should().Be(2_000);
    }

    [Fact]
    public async Task A_batch_with_a_record_that_cannot_be_stored_stores_nothing_and_says_that_trying_again_is_no_use()
    {
        UsageRecord poison = Records.Make(usd: decimal.MaxValue);
        await Store.AppendAsync([poison], Token);

        Func<Task> act = async () =>
            await Store.AppendAsync([Records.Make(), Records.Make() with { Dimensions = null! }], Token);

        (await act.Should().ThrowAsync<UsageStoreException>()).Which.IsPermanent.Should().BeTrue();
        (await Store.ReadRecordsAsync(Everything, Token).CountAsync(Token)).Should().Be(1);
        (await Store.AppendAsync([Records.Make(user: "next")], Token)).Inserted.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_view_for_reports_has_plain_columns()
    {
        await Store.AppendAsync([Records.MakeFull()], Token);

        object? row = await postgres.ExecuteAsync(
            $"""
            SELECT concat_ws('|', user_id, thread_id, model, agent_name, operation_type, input_tokens, output_tokens,
                total_tokens, total_cost, outcome, priority, usage_source, cost_status, duration_ms, tags ->> 'team')
            FROM {_options.Schema}.token_usage
            """);

        row.Should().Be(
            "alice|t-42|claude-sonnet-4-5|planner|chat|1000|50|1050|0.0123456789012345678901|interrupted|high|partial"
            + "|partial|9876.5432000000000000|blue");
    }

    private static RecordRead Everything => new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

    private static Guid NextId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private async Task<UsageTotals> SumAsync(RollupGrain grain, DateTimeOffset day)
    {
        var read = new RollupRead { Cube = UsageCube.Totals, From = day, To = day.AddDays(10), Grain = grain };
        var sum = new RollupCell();
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token)) sum.Add(row.Cell);
        return sum.ToTotals();
    }
}
