using TokenUsage.Admission;
using TokenUsage.Conformance;
using TokenUsage.PostgreSql.Quotas;

namespace TokenUsage.PostgreSql.Tests.Quotas;

public sealed class PostgreSqlChangeLogTests(PostgresFixture postgres) : IAsyncDisposable
{
    private static readonly ChangeActor Alice = new("alice");

    private readonly List<PostgreSqlChangeLog> _logs = [];
    private readonly string _schema = PostgresFixture.NextSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlChangeLog log in _logs) await log.DisposeAsync();
        if (_logs.Count > 0) await postgres.ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
    }

    [Fact]
    public async Task Every_member_of_a_change_comes_back()
    {
        QuotaChange[] changes =
        [
            Change(QuotaChangeKind.Define) with
            {
                Quota = "user-day",
                Definition = new QuotaDefinition
                {
                    Name = "user-day",
                    Unit = QuotaUnit.Usd,
                    Limit = 12.345m,
                    Per = [Dimension.User, Dimension.Tag("team")],
                    Where = [new QuotaMatch(Dimension.Model, "gpt-*")],
                    Window = new QuotaWindow
                    {
                        Kind = QuotaWindowKind.Month,
                        TimeZone = "Europe/Berlin",
                        AnchorDay = 15,
                    },
                    Mode = QuotaMode.Shadow,
                    WarnAt = 0.8,
                },
            },
            Change(QuotaChangeKind.Override) with
            {
                Quota = "user-day",
                Subject = new UsageDimensions { User = "bob" },
                Limit = 7,
                Until = RecordFactory.Noon.AddDays(1),
            },
            Change(QuotaChangeKind.Halt) with
            {
                Scope = new HaltScope { Dimension = Dimension.Project, Value = "acme" },
                Reason = "runaway loop",
            },
        ];
        PostgreSqlChangeLog log = Open();
        foreach (QuotaChange change in changes) await log.AppendAsync(change, Token);

        List<QuotaChange> read = await Open().ReadAsync(Token).ToListAsync(Token);

        read.Should().BeEquivalentTo(changes, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Only_the_last_change_of_a_topic_still_matters()
    {
        PostgreSqlChangeLog log = Open();
        await log.AppendAsync(Halt("first"), Token);
        await log.AppendAsync(Change(QuotaChangeKind.Remove) with { Quota = "q" }, Token);
        await log.AppendAsync(Change(QuotaChangeKind.Resume) with { Scope = HaltScope.Everything }, Token);

        List<QuotaChange> read = await log.ReadAsync(Token).ToListAsync(Token);

        read.Select(c => c.Kind).Should().Equal(QuotaChangeKind.Remove, QuotaChangeKind.Resume);
    }

    [Fact]
    public async Task Another_process_hears_of_a_halt_and_of_what_was_there_before_it_listened()
    {
        PostgreSqlChangeLog log = Open();
        await log.AppendAsync(Change(QuotaChangeKind.Remove) with { Quota = "q" }, Token);
        await using IAsyncEnumerator<QuotaChange> heard = Open().WatchAsync(Token).GetAsyncEnumerator(Token);
        (await heard.MoveNextAsync()).Should().BeTrue();
        heard.Current.Kind.Should().Be(QuotaChangeKind.Remove);

        await log.AppendAsync(Halt("stop"), Token);

        (await heard.MoveNextAsync()).Should().BeTrue();
        heard.Current.Reason.Should().Be("stop");
    }

    [Fact]
    public async Task A_listener_whose_connection_was_cut_catches_up()
    {
        PostgreSqlChangeLog log = Open();
        await log.AppendAsync(Change(QuotaChangeKind.Remove) with { Quota = "q" }, Token);
        await using IAsyncEnumerator<QuotaChange> heard = Open("listener").WatchAsync(Token).GetAsyncEnumerator(Token);
        await heard.MoveNextAsync();

        await postgres.ExecuteAsync(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'listener'");
        await log.AppendAsync(Halt("stop"), Token);

        (await heard.MoveNextAsync()).Should().BeTrue();
        heard.Current.Reason.Should().Be("stop");
    }

    private static QuotaChange Change(QuotaChangeKind kind) =>
        new() { Kind = kind, Actor = Alice, At = RecordFactory.Noon };

    private static QuotaChange Halt(string reason) =>
        Change(QuotaChangeKind.Halt) with { Scope = HaltScope.Everything, Reason = reason };

    private PostgreSqlChangeLog Open(string application = "log")
    {
        PostgresFixture.SkipUnlessInstalled();
        var log = new PostgreSqlChangeLog(
            new PostgreSqlQuotaOptions
            {
                ConnectionString = $"{postgres.ConnectionString};Application Name={application}",
                Schema = _schema,
            },
            TimeProvider.System);
        _logs.Add(log);
        return log;
    }
}
