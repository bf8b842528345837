using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests.Upkeep;

public sealed class SqliteMaintenanceTests : StoreMaintenanceConformance
{
    private readonly DatabaseFolder _folder = new();
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon.AddDays(9));

    protected override IUsageStore CreateStore()
    {
        SqliteStoreOptions options = _folder.Options;
        options.Cubes.Add(OwnCube);
        return new SqliteUsageStore(options) { MergeEvery = 3, Time = _time };
    }

    protected override void SetClock(DateTimeOffset now) => _time.SetUtcNow(now);

    protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData("UPDATE rollup SET slice = slice + 1 WHERE cube = 7 AND grain = 0")]
    [InlineData("DELETE FROM rollup WHERE cube = 0 AND grain = 1")]
    [InlineData("DELETE FROM rollup_batch WHERE cube = 1")]
    [InlineData("DELETE FROM usage_record WHERE started_at = (SELECT min(started_at) FROM usage_record)")]
    public async Task A_sum_that_is_wrong_is_found_and_repaired(string damage)
    {
        for (int i = 0; i < 9; i++) await Store.AppendAsync([Records.Make(RecordFactory.Noon.AddHours(i * 8))], Token);
        Execute(damage);

        (await Upkeep.AuditAsync(Token)).Drifts.Should().NotBeEmpty();
        (await Upkeep.RepairAsync(Token)).Drifts.Should().BeEmpty();
    }

    [Fact]
    public async Task Retention_stops_at_its_bound_and_says_that_more_is_left()
    {
        for (int i = 0; i < 30; i++) await Store.AppendAsync([Records.Make(RecordFactory.Noon.AddHours(i))], Token);
        var plan = new RetentionPlan
        {
            Records = RecordFactory.Noon.AddDays(5),
            QuarterHours = DateTimeOffset.MinValue,
            Days = DateTimeOffset.MinValue,
            RowsAtOnce = 5,
            MaxRows = 10,
        };

        RetentionReport report = await Upkeep.ApplyRetentionAsync(plan, Token);

        report.Should().BeEquivalentTo(new RetentionReport { Records = 10, IsDone = false });
    }

    [Fact]
    public async Task Retention_gives_pages_back_to_the_disk()
    {
        for (int i = 0; i < 20; i++)
        {
            DateTimeOffset at = RecordFactory.Noon.AddMinutes(i);
            await Store.AppendAsync([.. Enumerable.Range(0, 100).Select(j => Records.Make(at, $"u{j}"))], Token);
        }

        long before = PageCount();
        await Upkeep.ApplyRetentionAsync(
            new RetentionPlan
            {
                Records = RecordFactory.Noon.AddDays(5),
                QuarterHours = RecordFactory.Noon.AddDays(5),
                Days = RecordFactory.Noon.AddDays(5),
            },
            Token);

        PageCount().Should().BeLessThan(before / 2);
    }

    [Fact]
    public async Task An_erased_user_leaves_no_byte_in_any_file()
    {
        const string User = "canary-7f3a@example.org";
        const string Session = "thread-of-canary-9b1c";
        for (int i = 0; i < 40; i++)
        {
            UsageRecord record = Records.MakeFull() with { Id = Guid.CreateVersion7() };
            await Store.AppendAsync(
                [
                    record with
                    {
                        ResponseId = $"answer-to-canary-{i}",
                        Dimensions = record.Dimensions with { User = User, Session = Session },
                    },
                    record with
                    {
                        Id = Guid.CreateVersion7(),
                        Dimensions = record.Dimensions with
                        {
                            Tags = record.Dimensions.Tags.ToDictionary().Append(new("invited_by", User)).ToDictionary(),
                        },
                    },
                ],
                Token);
        }

        _folder.Find("canary").Should().NotBeEmpty("the search would find it");
        await Upkeep.EraseUserAsync([User], Token);

        _folder.Find("canary").Should().BeEmpty();
        (await Upkeep.AuditAsync(Token)).IsExact.Should().BeTrue();
    }

    [Fact]
    public async Task Another_process_that_read_the_user_before_reads_the_label_afterwards()
    {
        await using var other = new SqliteUsageStore(_folder.Options);
        await other.OpenAsync(Token);
        await Store.AppendAsync([Records.Make(user: "alice")], Token);
        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await other.ReadRecordsAsync(read, Token).SingleAsync(Token)).Dimensions.User.Should().Be("alice");

        await Upkeep.EraseUserAsync(["alice"], Token);
        await other.AppendAsync([Records.Make(user: "alice")], Token);

        (await other.ReadRecordsAsync(read, Token).Select(r => r.Dimensions.User).ToListAsync(Token))
            .Should().ContainSingle(u => u == "alice").And.ContainSingle(u => u!.StartsWith("erased-"));
    }

    [Fact]
    public async Task A_backup_made_while_others_write_is_a_database_of_one_file_that_opens()
    {
        await Store.AppendAsync([Records.Make(), Records.Make()], Token);
        string backup = Path.Combine(_folder.Folder, "copy.db");

        await Upkeep.BackUpAsync(backup, Token);
        await Store.AppendAsync([Records.Make()], Token);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(backup).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(backup + "-wal").Should().BeFalse();
        await using var copy = new SqliteUsageStore(new SqliteStoreOptions { ConnectionString = backup });
        await copy.OpenAsync(Token);
        (await copy.AuditAsync(Token)).Records.Should().Be(2);
    }

    [Fact]
    public async Task A_backup_never_writes_over_a_file()
    {
        string backup = Path.Combine(_folder.Folder, "copy.db");
        await File.WriteAllTextAsync(backup, "precious", Token);

        Func<Task> act = async () => await Upkeep.BackUpAsync(backup, Token);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage("*copy.db*does not exist yet*");
        (await File.ReadAllTextAsync(backup, Token)).Should().Be("precious");
    }

    [Fact]
    public async Task A_combination_that_is_configured_later_begins_then_and_a_repair_fills_it()
    {
        await Store.AppendAsync([Records.Make(RecordFactory.Noon, "a", "m")], Token);
        SqliteStoreOptions options = _folder.Options;
        var cube = new UsageCube(Dimension.Model, Dimension.Tag("team"));
        options.Cubes.Add(cube);
        await using var later = new SqliteUsageStore(options);
        await later.OpenAsync(Token);

        await using (IUsageSnapshot before = await later.OpenSnapshotAsync(Token))
        {
            before.Horizon.Of(cube, RollupGrain.Day).Should().Be(RecordFactory.Noon.AddMinutes(15));
        }

        (await later.RepairAsync(Token)).IsExact.Should().BeTrue();
        await using IUsageSnapshot after = await later.OpenSnapshotAsync(Token);
        after.Horizon.Of(cube, RollupGrain.Day).Should().BeBefore(RecordFactory.Noon);
    }

    private long PageCount()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
