using TokenUsage.Admission;
using TokenUsage.Sqlite.Quotas;

namespace TokenUsage.Sqlite.Tests.Quotas;

public sealed class SqliteChangeLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly DatabaseFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_kind_of_change_is_read_back_as_it_was_made()
    {
        QuotaChange[] changes =
        [
            Change(QuotaChangeKind.Define) with { Quota = "team", Definition = Definition },
            Change(QuotaChangeKind.Remove) with { Quota = "old" },
            Change(QuotaChangeKind.Override) with
            {
                Quota = "team",
                Subject = new UsageDimensions
                {
                    User = "alice",
                    Tags = new Dictionary<string, string> { ["tier"] = "1" },
                },
                Limit = 12.5m,
                Until = Noon.AddDays(1),
            },
            Change(QuotaChangeKind.Halt) with
            {
                Scope = new HaltScope { Dimension = Dimension.Model, Value = "gpt-4o" },
                Reason = "Too dear.",
            },
        ];
        using (SqliteChangeLog log = Open())
        {
            foreach (QuotaChange change in changes) await log.AppendAsync(change, Token);
        }

        using SqliteChangeLog reopened = Open();
        (await reopened.ReadAsync(Token).ToListAsync(Token)).Should()
            .BeEquivalentTo(changes, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task A_later_change_replaces_an_earlier_one_and_both_stay_in_the_history()
    {
        using SqliteChangeLog log = Open();
        QuotaChange halt = Change(QuotaChangeKind.Halt) with { Scope = HaltScope.Everything, Reason = "Stop." };
        await log.AppendAsync(halt, Token);
        await log.AppendAsync(Change(QuotaChangeKind.Resume) with { Scope = HaltScope.Everything }, Token);

        (await log.ReadAsync(Token).ToListAsync(Token)).Should().ContainSingle()
            .Which.Kind.Should().Be(QuotaChangeKind.Resume);
        log.ReadHistory(10).Select(change => change.Kind).Should()
            .Equal(QuotaChangeKind.Resume, QuotaChangeKind.Halt);
    }

    [Fact]
    public async Task The_version_tells_of_another_process_change_and_reading_makes_no_file()
    {
        using SqliteChangeLog ours = Open();
        long before = await ours.ReadVersionAsync(Token);
        File.Exists(_folder.File + ".quotas").Should().BeFalse();

        using SqliteChangeLog theirs = Open();
        await theirs.AppendAsync(Change(QuotaChangeKind.Remove) with { Quota = "old" }, Token);

        (await ours.ReadVersionAsync(Token)).Should().BeGreaterThan(before);
    }

    private static QuotaDefinition Definition => new()
    {
        Name = "team",
        Unit = QuotaUnit.Usd,
        Limit = 500.25m,
        Per = [Dimension.Project, Dimension.Tag("team")],
        Where = [new QuotaMatch(Dimension.Model, "gpt-*")],
        Window = new QuotaWindow
        {
            Kind = QuotaWindowKind.Burst,
            Length = TimeSpan.FromMinutes(90),
            TimeZone = "Asia/Tokyo",
        },
        Burst = 20m,
        Mode = QuotaMode.Shadow,
        Estimate = QuotaEstimate.Expected,
        WarnAt = 0.8,
        CriticalAt = 0.95,
    };

    private static QuotaChange Change(QuotaChangeKind kind) =>
        new() { Kind = kind, Actor = new ChangeActor("bob"), At = Noon };

    private SqliteChangeLog Open() => new(new QuotaFile(_folder.Options));
}
