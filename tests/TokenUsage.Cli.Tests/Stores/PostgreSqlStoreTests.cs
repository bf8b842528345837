using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;
using TokenUsage.Cli.Alerts;
using TokenUsage.Cli.Dashboards;
using TokenUsage.Cli.Health;
using TokenUsage.Cli.Insights;
using TokenUsage.Cli.Pricing;
using TokenUsage.Cli.Quotas;
using TokenUsage.Cli.Records;
using TokenUsage.Cli.Reports;
using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;
using TokenUsage.Recording;

namespace TokenUsage.Cli.Tests.Stores;

public sealed class PostgreSqlStoreTests(PostgresFixture postgres) : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_works_on_a_database()
    {
        string address = await ImportedAsync();

        await RunAsync(QueryCommand.Create(), address, "--by", "user", "--json");
        await RunAsync(StatusCommand.Create(), address, "--user", "a");
        await RunAsync(DashboardCommand.Create(), address);
        await RunAsync(ReportCommand.Create(), address, "--format", "html");
        await RunAsync(AnalyticsCommand.Create(), address, "forecast");
        await RunAsync(SystemCommand.Create(), address, "--health");
        await RunAsync(ExportCommand.Create(), address, "--format", "csv");
        await RunAsync(AlertsCommand.Create(), address, "list");
        await RunAsync(QuotaCommand.Create(), address, "list");
        await RunAsync(StoreCommand.Create(), address, "audit");
        await RunAsync(StoreCommand.Create(), address, "migrate");
        await RunAsync(StoreCommand.Create(), address, "erase", "--user", "a", "--yes");
        await RunAsync(RepriceCommand.Create(), address, "--from", "2026-03-01", "--to", "2026-03-02", "--dry-run");
        await RunAsync(ServeCommand.Create(), address, "--once", "--reports", _folder.File("reports"));
    }

    [Fact]
    public async Task What_was_imported_is_summed_up()
    {
        string address = await ImportedAsync();

        CommandRun run = await RunAsync(
            QueryCommand.Create(), address, "--from", "2026-02-27", "--to", "2026-03-04", "--json");

        JsonElement totals = JsonDocument.Parse(run.Output).RootElement.GetProperty("totals");
        totals.GetProperty("calls").GetInt64().Should().Be(2);
        totals.GetProperty("usd").GetDecimal().Should().Be(1m);
    }

    [Fact]
    public async Task A_database_without_a_store_is_named_and_left_as_it_is()
    {
        string address = await postgres.NewAddressAsync();

        CommandRun first = await CommandRun.OfAsync(QueryCommand.Create(), "--store", address);
        CommandRun second = await CommandRun.OfAsync(QueryCommand.Create(), "--store", address);

        first.Code.Should().Be(ExitCode.BadInput, first.Error);
        first.Error.Should().Contain("There is no store in postgres://127.0.0.1").And.NotContain("postgres:postgres");
        second.Code.Should().Be(first.Code);
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_failure_without_the_password()
    {
        CommandRun run = await CommandRun.OfAsync(
            QueryCommand.Create(), "--store", "postgres://alice:secret@127.0.0.1:1/usage");

        run.Code.Should().Be(ExitCode.Failure);
        run.Error.Should().Contain("does not answer").And.NotContain("secret");
    }

    [Fact]
    public async Task A_limit_set_there_reaches_a_running_application()
    {
        string address = await ImportedAsync();
        var services = new ServiceCollection();
        ITokenMonitoringBuilder builder = services
            .AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .AddQuota("user-day", quota => quota.Per(Dimension.User).Tokens(1_000));
        StoreAddress.Parse(address).Configure(builder, mayCreate: false);
        await using ServiceProvider application = services.BuildServiceProvider();
        CancellationToken token = TestContext.Current.CancellationToken;
        await application.GetRequiredService<TokenQuotas>().OpenAsync(token);

        await RunAsync(QuotaCommand.Create(), address, "set", "user-day", "limit=5000", "--user", "a");
        await application.GetRequiredService<TokenQuotas>().RefreshAsync(token);

        IReadOnlyList<QuotaStatus> statuses = await application.GetRequiredService<ITokenQuotas>()
            .GetStatusAsync(new UsageDimensions { User = "a" }, token);
        statuses.Single().Limit.Should().Be(5_000);
    }

    private async Task<string> ImportedAsync()
    {
        string address = await postgres.NewAddressAsync();
        string file = _folder.Write(
            "calls.jsonl", StoreFolder.Line(1, ""","user":"a" """), StoreFolder.Line(2, ""","user":"b" """));
        await RunAsync(ImportCommand.Create(), address, file);
        return address;
    }

    private static async Task<CommandRun> RunAsync(Command command, string address, params string[] words)
    {
        CommandRun run = await CommandRun.OfAsync(command, [.. words, "--store", address]);
        run.Code.Should().Be(0, $"{command.Name}: {run.Error}");
        return run;
    }
}
