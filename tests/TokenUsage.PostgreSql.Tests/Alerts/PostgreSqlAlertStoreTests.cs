using TokenUsage.Alerting;
using TokenUsage.Conformance;
using TokenUsage.PostgreSql.Alerts;

namespace TokenUsage.PostgreSql.Tests.Alerts;

public sealed class PostgreSqlAlertStoreTests(PostgresFixture postgres) : AlertStoreConformance, IAsyncLifetime
{
    private Database? _database;
    private PostgreSqlAlertStore? _store;

    protected override IAlertStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await postgres.ExecuteAsync(PostgreSqlSchema.CreateScript(options.Schema));
        _database = Database.Connect(null, options.ConnectionString, options.Schema, "UsePostgreSql");
        _store = new PostgreSqlAlertStore(() => _database);
    }

    [Fact]
    public async Task Two_machines_agree()
    {
        var other = new PostgreSqlAlertStore(() => _database!);

        bool[] written = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : other).TryChangeAsync(
                new AlertChange { Entry = Entry("f", version: 1) }, Token))));

        written.Count(isWritten => isWritten).Should().Be(1);
        (await other.ReadAsync(new AlertQuery(), Token)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("user=\0")]
    [InlineData("user=\ud800")]
    public async Task A_subject_that_the_database_cannot_hold_is_kept(string subject)
    {
        AlertEntry entry = Entry("f", version: 1);

        bool isWritten = await Store.TryChangeAsync(
            new AlertChange { Entry = entry with { Alert = entry.Alert with { Subject = subject } } }, Token);

        isWritten.Should().BeTrue();
        (await Store.ReadAsync(new AlertQuery { Subject = subject }, Token)).Should().ContainSingle();
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is null) return;

        await _database.DisposeAsync();
        await postgres.ExecuteAsync($"DROP SCHEMA {_database.Schema} CASCADE");
    }
}
