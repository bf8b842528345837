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
    public async Task Another_process_sees_that_something_was_changed()
    {
        PostgreSqlChangeLog log = Open();
        PostgreSqlChangeLog other = Open();
        long before = await other.ReadVersionAsync(Token);

        await log.AppendAsync(Halt("stop"), Token);

        (await ChangedVersionAsync(other, before)).Should().BeGreaterThan(before);
        (await other.ReadVersionAsync(Token)).Should().Be(await log.ReadVersionAsync(Token));
    }

    [Fact]
    public async Task A_process_whose_connection_was_cut_catches_up()
    {
        PostgreSqlChangeLog log = Open();
        PostgreSqlChangeLog other = Open("listener");
        long before = await other.ReadVersionAsync(Token);
        await log.AppendAsync(Halt("first"), Token);
        before = await ChangedVersionAsync(other, before); // it listens now

        await postgres.ExecuteAsync(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'listener'");
        await log.AppendAsync(Halt("second"), Token);

        (await ChangedVersionAsync(other, before)).Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task What_was_published_last_is_read()
    {
        PostgreSqlChangeLog log = Open();
        QuotaDefinition[] quotas = [Quota("a"), Quota("b")];
        await log.PublishAsync([Quota("gone"), Quota("a") with { Limit = 1 }], Token);

        await log.PublishAsync(quotas, Token);

        (await Open().ReadPublishedAsync(Token)).Should().BeEquivalentTo(quotas);
    }

    private static QuotaDefinition Quota(string name) =>
        new() { Name = name, Unit = QuotaUnit.Tokens, Limit = 1_000, Per = [Dimension.User] };

    // A connection that was cut may show as one error before it is made anew.
    private static async Task<long> ChangedVersionAsync(PostgreSqlChangeLog log, long before)
    {
        while (true)
        {
            Token.ThrowIfCancellationRequested();
            try
            {
                long version = await log.ReadVersionAsync(Token);
                if (version != before) return version;
            }
            catch (Npgsql.NpgsqlException)
            {
                // Asked again.
            }

            await Task.Yield();
        }
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
