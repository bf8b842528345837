using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Tests.Upkeep;

public sealed class PostgreSqlMaintenanceTests(PostgresFixture postgres) : StoreMaintenanceConformance
{
    private readonly PostgreSqlStoreOptions _options = postgres.Options();
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon.AddDays(9));

    protected override IUsageStore CreateStore()
    {
        _options.Cubes.Add(OwnCube);
        return new PostgreSqlUsageStore(_options) { MergeEvery = 3, Time = _time };
    }

    protected override void SetClock(DateTimeOffset now) => _time.SetUtcNow(now);

    protected override async ValueTask CleanUpAsync() =>
        await postgres.ExecuteAsync($"DROP SCHEMA {_options.Schema} CASCADE");

    [Theory]
    [InlineData("UPDATE rollup SET slice = slice + 1 WHERE cube = 7 AND grain = 0")]
    [InlineData("DELETE FROM rollup WHERE cube = 0 AND grain = 1")]
    [InlineData("DELETE FROM rollup_tail WHERE cube = 1")]
    [InlineData("DELETE FROM usage_record WHERE started_at = (SELECT min(started_at) FROM usage_record)")]
    public async Task A_sum_that_is_wrong_is_found_and_repaired(string damage)
    {
        for (int i = 0; i < 9; i++) await Store.AppendAsync([Records.Make(RecordFactory.Noon.AddHours(i * 8))], Token);
        await postgres.ExecuteAsync($"SET search_path = {_options.Schema}; {damage}; RESET search_path");

        (await Upkeep.AuditAsync(Token)).Drifts.Should().NotBeEmpty();
        (await Upkeep.RepairAsync(Token)).Drifts.Should().BeEmpty();
    }

    [Fact]
    public async Task Retention_drops_the_partitions_in_which_everything_is_old()
    {
        DateTimeOffset today = RollupGrid.Floor(TimeProvider.System.GetUtcNow(), RollupGrain.Day);
        for (int i = 0; i < 6; i++)
        {
            DateTimeOffset at = today.AddDays(-i).AddHours(1);
            await Store.AppendAsync([Records.Make(at) with { Id = Guid.CreateVersion7(at) }], Token);
        }

        RetentionReport report = await Upkeep.ApplyRetentionAsync(
            new RetentionPlan
            {
                Records = today.AddDays(-2),
                QuarterHours = DateTimeOffset.MinValue,
                Days = DateTimeOffset.MinValue,
            },
            Token);

        report.Should().BeEquivalentTo(new RetentionReport { Records = 3, IsDone = true });
        object? oldest = await postgres.ExecuteAsync($"SELECT min(d)::text FROM {_options.Schema}.partition_days() d");
        oldest.Should().Be($"{today.AddDays(-2):yyyy-MM-dd}");
    }

    [Fact]
    public async Task A_partition_that_holds_a_younger_record_stays()
    {
        DateTimeOffset today = RollupGrid.Floor(TimeProvider.System.GetUtcNow(), RollupGrain.Day);
        Guid oldId = Guid.CreateVersion7(today.AddDays(-9));
        await Store.AppendAsync(
            [
                Records.Make(today.AddHours(1)) with { Id = oldId },
                Records.Make(today.AddDays(-9)) with { Id = Guid.CreateVersion7(today.AddDays(-9)) },
            ],
            Token);

        await Upkeep.ApplyRetentionAsync(
            new RetentionPlan
            {
                Records = today.AddDays(-2),
                QuarterHours = DateTimeOffset.MinValue,
                Days = DateTimeOffset.MinValue,
            },
            Token);

        var everything = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await Store.ReadRecordsAsync(everything, Token).SingleAsync(Token)).Id.Should().Be(oldId);
    }

    [Fact]
    public async Task A_backup_is_the_servers_own_business()
    {
        Func<Task> act = async () => await Upkeep.BackUpAsync("copy", Token);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage($"*pg_dump --schema={_options.Schema}*");
    }

    [Fact]
    public async Task A_combination_that_is_configured_later_begins_then_and_a_repair_fills_it()
    {
        await Store.AppendAsync([Records.Make(RecordFactory.Noon, "a", "m")], Token);
        PostgreSqlStoreOptions options = postgres.Options(_options.Schema);
        var cube = new UsageCube(Dimension.Model, Dimension.Tag("team"));
        options.Cubes.Add(cube);
        await using var later = new PostgreSqlUsageStore(options);
        await later.OpenAsync(Token);

        await using (IUsageSnapshot before = await later.OpenSnapshotAsync(Token))
        {
            before.Horizon.Of(cube, RollupGrain.Day).Should().Be(RecordFactory.Noon.AddMinutes(15));
        }

        (await later.RepairAsync(Token)).IsExact.Should().BeTrue();
        await using IUsageSnapshot after = await later.OpenSnapshotAsync(Token);
        after.Horizon.Of(cube, RollupGrain.Day).Should().BeBefore(RecordFactory.Noon);
    }
}
