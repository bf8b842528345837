using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Serving;

public sealed class ServeCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Once_makes_the_report_of_the_month_that_is_over()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await OnceAsync("--every", "month", "--report-format", "csv,html");

        run.Output.Should().Contain("2 report files made");
    }

    [Fact]
    public async Task A_report_that_is_in_the_archive_is_not_made_again()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        await OnceAsync("--every", "month");

        CommandRun run = await OnceAsync("--every", "month");

        run.Output.Should().Contain("0 report files made");
    }

    [Fact]
    public async Task A_critical_alert_is_an_exit_code()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        await using (StoreSession session = await StoreSession.OpenAsync(
            StoreAddress.Parse(_folder.Database), TestContext.Current.CancellationToken))
        {
            var alert = new AlertRequest { Rule = "ours", Message = "Too much.", Severity = AlertSeverity.Critical };
            await session.Alerts.RaiseAsync(alert, TestContext.Current.CancellationToken);
        }

        CommandRun run = await OnceAsync();

        run.Code.Should().Be(ExitCode.Failure, run.Error + run.Output);
    }

    [Fact]
    public async Task A_setting_that_nobody_reads_is_a_fault()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        string settings = _folder.Write(
            "settings.json", """{"TokenUsage":{"Reports":{"weekly":{"Cycel":"Week"}}}}""");

        CommandRun run = await OnceAsync("--config", settings);

        run.Error.Should().Contain("TokenUsage:Reports:weekly:Cycel");
    }

    [Fact]
    public async Task A_rule_that_cannot_be_meant_is_named_and_no_crash()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        string settings = _folder.Write(
            "settings.json", """{"TokenUsage":{"Alerts":{"Rules":{"day-spend":{"Kind":"Cost","Period":"Day"}}}}}""");

        CommandRun run = await OnceAsync("--config", settings);

        run.Should().Be(new CommandRun(ExitCode.BadInput, "", "Rule 'day-spend': it has no threshold.\n"));
    }

    [Fact]
    public async Task An_address_that_others_reach_needs_a_token()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await CommandRun.OfAsync(
            ServeCommand.Create(), "--store", _folder.Database, "--url", "http://0.0.0.0:5081");

        run.Code.Should().Be(ExitCode.BadInput);
        run.Error.Should().Contain("TOKENUSAGE_TOKEN");
    }

    private Task<CommandRun> OnceAsync(params string[] arguments) => CommandRun.OfAsync(
        ServeCommand.Create(),
        ["--once", "--store", _folder.Database, "--reports", _folder.File("reports"), .. arguments]);
}
