using TokenUsage.Cli.Configuration;

namespace TokenUsage.Cli.Tests.Configuration;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_that_hold_pass()
    {
        CommandRun run = await ValidateAsync("""{"TokenUsage":{"Quotas":{"day":{"Tokens":1000,"Window":"Day"}}}}""");

        run.Code.Should().Be(ExitCode.Success, run.Output);
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        CommandRun run = await ValidateAsync(
            """{"TokenUsage":{"Quotas":{"day":{"Tokens":"many"},"week":{"Tokens":-5}},"Qoutas":{"a":1}}}""");

        run.Code.Should().Be(ExitCode.Failure);
        run.Output.Should().Contain("many").And.Contain("week").And.Contain("Qoutas");
    }

    private Task<CommandRun> ValidateAsync(string settings) =>
        CommandRun.OfAsync(ConfigCommand.Create(), "validate", "--config", _folder.Write("appsettings.json", settings));
}
