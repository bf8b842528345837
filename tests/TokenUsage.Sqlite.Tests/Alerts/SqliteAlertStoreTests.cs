using TokenUsage.Alerting;
using TokenUsage.Conformance;
using TokenUsage.Sqlite.Alerts;

namespace TokenUsage.Sqlite.Tests.Alerts;

public sealed class SqliteAlertStoreTests : AlertStoreConformance, IDisposable
{
    private readonly DatabaseFolder _folder = new();
    private readonly SqliteAlertStore _store;

    public SqliteAlertStoreTests() => _store = Open();

    protected override IAlertStore Store => _store;

    [Fact]
    public async Task Two_processes_agree_and_a_restart_forgets_nothing()
    {
        using SqliteAlertStore other = Open();

        bool[] written = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? _store : other).TryChangeAsync(
                new AlertChange { Entry = Entry("f", version: 1) }, Token))));
        written.Count(isWritten => isWritten).Should().Be(1);
        _store.Dispose();
        using SqliteAlertStore restarted = Open();

        (await restarted.FindAsync("f", Token)).Should().BeEquivalentTo(await other.FindAsync("f", Token));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private SqliteAlertStore Open() => new(new AlertFile(_folder.Options));
}
