using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Cli.Alerts;
using TokenUsage.Recording;

namespace TokenUsage.Cli.Tests.Alerts;

public sealed class AlertsCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_of_the_application_is_listed_taken_up_and_ended()
    {
        await using ServiceProvider application = Application();
        Alert alert = (await RaiseAsync(application))!;

        (await RunAsync("--list", "--active")).Output.Should().ContainAll(alert.Id.ToString(), "own", "[red]Look.[/]");
        (await RunAsync("ack", alert.Id.ToString(), "--actor", "kim")).Code.Should().Be(ExitCode.Success);
        (await application.GetRequiredService<ITokenAlerts>().GetActiveAsync(Token)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { State = AlertState.Acknowledged, Actor = "kim" });
        (await RunAsync("dismiss", alert.Id.ToString())).Code.Should().Be(ExitCode.Success);

        (await RunAsync("list", "--json")).Output.Trim().Should().Be("[]");
        (await RunAsync("history", "--last", "1d", "--json")).Output.Should().Contain("\"state\": \"Dismissed\"");
    }

    [Fact]
    public async Task A_silence_keeps_the_applications_messages_back()
    {
        await using ServiceProvider application = Application();

        await _folder.ImportAsync(StoreFolder.Line(1));
        (await RunAsync("silence", "own", "--for", "8h", "--reason", "Works.")).Output.Should().Contain("silent until");
        await RaiseAsync(application);
        await application.GetRequiredService<AlertDispatcher>().SendDueAsync(Token);

        (await RunAsync("deliveries", "--json")).Output.Trim().Should().Be("[]");
    }

    [Fact]
    public async Task Messages_are_listed_with_what_became_of_them()
    {
        await using ServiceProvider application = Application();
        await RaiseAsync(application);
        (await RunAsync("deliveries", "--state", "Waiting")).Output.Should().ContainAll("log", "Raised");
        await application.GetRequiredService<AlertDispatcher>().SendDueAsync(Token);

        (await RunAsync("deliveries", "--state", "Sent")).Output.Should().ContainAll("log", "Raised");
    }

    [Fact]
    public async Task A_rule_is_tried_on_what_is_stored()
    {
        await _folder.ImportAsync(Enumerable.Range(1, 10).Select(i => StoreFolder.Line(i)).ToArray());

        CommandRun run = await RunAsync(
            "test", "spend", "Kind=Cost", "Period=Day", "Thresholds=4:High",
            "--from", "2026-03-01", "--to", "2026-03-03");

        run.Error.Should().BeEmpty();
        run.Output.Should().ContainAll("Raised", "Resolved", "2 messages in 1000 evaluations of 'spend'.");
    }

    [Theory]
    [InlineData("There is no store", "list", "--store", "/nowhere/usage.db")]
    [InlineData("There is no rule 'x'", "test", "x")]
    [InlineData("Rule 'x': Kind is 'Cots'", "test", "x", "Kind=Cots")]
    [InlineData("'Kind' has no '='", "test", "x", "Kind")]
    [InlineData("There is no alert", "ack", "01900000-0000-7000-8000-000000000001")]
    public async Task What_cannot_be_meant_is_named(string fault, params string[] arguments)
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await RunAsync(arguments);

        run.Code.Should().Be(ExitCode.BadInput);
        run.Error.Should().Contain(fault);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Alert?> RaiseAsync(ServiceProvider application) =>
        await application.GetRequiredService<ITokenAlerts>()
            .RaiseAsync(new AlertRequest { Rule = "own", Message = "[red]Look.[/]" }, Token);

    private ServiceProvider Application()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseSqlite($"Data Source={_folder.Database}");
        return services.BuildServiceProvider();
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(
        AlertsCommand.Create(),
        arguments.Contains("--store") ? arguments : [.. arguments, "--store", _folder.Database]);
}
