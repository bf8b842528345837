using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Dashboards;

/// <summary><c>token-usage dashboard</c>: the overview on a terminal, once or in real time.</summary>
internal sealed class DashboardCommand
{
    private const int PlainWidth = 100;
    private const int PlainHeight = 60;

    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<bool> _realTime = new("--real-time", "-r")
    {
        Description = "Keeps drawing until q is pressed; the terminal is then as it was.",
    };

    private readonly Option<string> _zone = new("--zone", "-z")
    {
        Description = "The IANA time zone of days.",
        DefaultValueFactory = _ => "UTC",
    };

    private readonly Option<int?> _width = new("--width") { Description = "The cells of a line; the terminal's." };
    private readonly Option<int?> _height = new("--height") { Description = "The lines; the terminal's." };

    public static Command Create() => new DashboardCommand().Build();

    private Command Build()
    {
        var command = new Command("dashboard", "Shows how things are: cost, tokens, top users, quotas, alerts, calls.")
        {
            _realTime, _zone, _width, _height, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken);
        await session.AdoptQuotasAsync(cancellationToken);
        ITokenDashboard dashboard = session.Dashboard;
        dashboard.TimeZone = result.GetRequiredValue(_zone);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            DashboardReading reading = await dashboard.ReadAsync(cancellationToken);
            await output.WriteLineAsync(SummaryJson.Write(json => DashboardJson.Write(json, reading)));
            return ExitCode.Success;
        }

        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        if (!result.GetValue(_realTime))
        {
            await output.WriteLineAsync(await dashboard.RenderAsync(SizeOf(result, isTerminal), cancellationToken));
            return ExitCode.Success;
        }

        if (!isTerminal || Console.IsInputRedirected)
            throw new InputException("--real-time needs a terminal; leave it out to print the overview once.");

        await using var screen = new FullScreen();
        dashboard.Start(() => SizeOf(result, isTerminal), screen.DrawAsync);
        await FullScreen.WaitForQuitAsync(cancellationToken);
        await dashboard.StopAsync();
        return ExitCode.Success;
    }

    private DashboardSize SizeOf(ParseResult result, bool isTerminal)
    {
        int width = result.GetValue(_width) ?? (isTerminal ? Console.WindowWidth : PlainWidth);
        int height = result.GetValue(_height) ?? (isTerminal ? Console.WindowHeight : PlainHeight);
        bool useColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new DashboardSize(Math.Max(1, width), Math.Max(1, height), useColour);
    }
}
