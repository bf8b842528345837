using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Sqlite.Auditing;

namespace TokenUsage.Sqlite.Tests.Auditing;

public sealed class SqliteAuditTrailTests : AuditTrailConformance, IDisposable
{
    private readonly DatabaseFolder _folder = new();
    private readonly SqliteUsageStore _store;

    public SqliteAuditTrailTests()
    {
        _store = new SqliteUsageStore(_folder.Options) { Time = new FakeTimeProvider(RecordFactory.Noon) };
        Trail = new SqliteAuditTrail(_store);
    }

    protected override IAuditTrail Trail { get; }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET after = 'nothing' WHERE sequence = 3")]
    [InlineData("DELETE FROM audit_entry WHERE sequence = 3")]
    public async Task An_entry_cannot_be_changed_through_SQL(string sql)
    {
        await FillAsync();

        Action act = () => Execute(sql);

        act.Should().Throw<SqliteException>().WithMessage("*audit trail*");
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET after = 'nothing' WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit_entry SET actor = subject WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit_entry SET at = at + 1 WHERE sequence = 5", 5)]
    [InlineData("DELETE FROM audit_entry WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit_entry WHERE sequence = 1", 1)]
    public async Task An_edit_by_whoever_drops_the_triggers_shows(string sql, long broken)
    {
        await FillAsync();
        Execute("DROP TRIGGER audit_entry_is_final; DROP TRIGGER audit_entry_stays");

        Execute(sql);

        (await Trail.VerifyAsync(Token)).FirstBroken.Should().Be(broken);
    }

    [Fact]
    public async Task The_newest_entry_cut_off_shows_in_the_head()
    {
        await FillAsync();
        string head = (await Trail.VerifyAsync(Token)).Head;
        Execute("DROP TRIGGER audit_entry_stays; DELETE FROM audit_entry WHERE sequence = 5");

        (await Trail.VerifyAsync(Token)).Head.Should().NotBe(head);
    }

    [Fact]
    public async Task A_forgotten_person_leaves_no_byte_in_any_file()
    {
        await Trail.AppendAsync(
            new AuditChange { Actor = new ChangeActor("kim"), Action = "halt", Subject = "canary-77" }, Token);
        _folder.Find("canary").Should().NotBeEmpty();

        await Trail.ForgetAsync(["canary-77"], Token);

        _folder.Find("canary").Should().BeEmpty();
    }

    [Fact]
    public async Task The_trail_goes_on_after_the_store_was_closed()
    {
        await FillAsync();
        await _store.DisposeAsync();
        await using var reopened = new SqliteUsageStore(_folder.Options);
        var trail = new SqliteAuditTrail(reopened);

        await trail.AppendAsync(new AuditChange { Actor = ChangeActor.Application, Action = "price.change" }, Token);

        (await trail.VerifyAsync(Token)).Should().BeEquivalentTo(new { Entries = 6L, IsIntact = true });
    }

    private async Task FillAsync()
    {
        for (int i = 1; i <= 5; i++)
        {
            var change = new AuditChange
            {
                Actor = new ChangeActor("kim"),
                Action = "a",
                Subject = $"u{i}",
                After = $"{i}",
            };
            await Trail.AppendAsync(change, Token);
        }
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
