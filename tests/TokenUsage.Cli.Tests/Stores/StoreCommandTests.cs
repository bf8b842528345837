using System.Text.Json;
using Microsoft.Data.Sqlite;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Stores;

public sealed class StoreCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_audit_of_a_whole_store_succeeds()
    {
        await _folder.ImportAsync(StoreFolder.Line(1), StoreFolder.Line(2));

        CommandRun run = await RunAsync("audit", "--json");

        run.Code.Should().Be(0, run.Error);
        JsonElement answer = JsonDocument.Parse(run.Output).RootElement;
        answer.GetProperty("records").GetInt64().Should().Be(2);
        answer.GetProperty("is_exact").GetBoolean().Should().BeTrue();
        answer.GetProperty("trail").GetProperty("is_intact").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_migration_that_has_nothing_to_do_says_so()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await RunAsync("migrate");

        run.Code.Should().Be(0, run.Error);
        run.Output.Should().Contain("up to date");
    }

    [Fact]
    public async Task A_backup_is_a_store_with_the_same_records()
    {
        await _folder.ImportAsync(StoreFolder.Line(1), StoreFolder.Line(2));
        string copy = _folder.File("copy.db");

        CommandRun run = await RunAsync("backup", copy);

        run.Code.Should().Be(0, run.Error);
        Records(copy).Should().Be(2);
    }

    [Fact]
    public async Task A_backup_never_overwrites()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        string copy = _folder.Write("copy.db", "precious");

        CommandRun run = await RunAsync("backup", copy);

        run.Code.Should().Be(1);
        run.Error.Should().Contain("copy.db");
        File.ReadAllText(copy).Trim().Should().Be("precious");
    }

    [Fact]
    public async Task An_erased_user_is_in_no_file_and_totals_stay()
    {
        await _folder.ImportAsync(
            StoreFolder.Line(1, ""","user":"mallory-4711" """), StoreFolder.Line(2, ""","user":"bob" """));
        foreach (string import in Directory.GetFiles(Path.GetDirectoryName(_folder.Database)!, "*.jsonl"))
            File.Delete(import);

        CommandRun run = await RunAsync("erase", "--user", "mallory-4711", "--yes");

        run.Code.Should().Be(0, run.Error);
        Records(_folder.Database).Should().Be(2);
        foreach (string file in Directory.GetFiles(
            Path.GetDirectoryName(_folder.Database)!, "*", SearchOption.AllDirectories))
        {
            File.ReadAllBytes(file).AsSpan().IndexOf("mallory-4711"u8).Should().Be(-1, file);
        }
    }

    [Fact]
    public async Task An_erasure_must_be_confirmed()
    {
        await _folder.ImportAsync(StoreFolder.Line(1, ""","user":"bob" """));

        CommandRun run = await RunAsync("erase", "--user", "bob");

        run.Code.Should().Be(2);
        run.Error.Should().Contain("--yes");
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("migrate")]
    [InlineData("backup", "copy.db")]
    [InlineData("erase", "--user", "bob", "--yes")]
    public async Task A_store_that_is_not_there_is_bad_input(params string[] arguments)
    {
        CommandRun run = await RunAsync(arguments);

        run.Code.Should().Be(2);
        run.Error.Should().Contain(_folder.Database);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(StoreCommand.Create(), [.. arguments, "--store", _folder.Database]);

    private static long Records(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM usage_record";
        return (long)command.ExecuteScalar()!;
    }
}
