using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Health;

/// <summary><c>token-usage system</c>: whether the monitor over a store is well, and what to do when it is not.</summary>
internal sealed class SystemCommand
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<bool> _health = new("--health")
    {
        Description = "Checks each part. It is what the command does without options too.",
    };

    public static Command Create() => new SystemCommand().Build();

    private Command Build()
    {
        var command = new Command("system", "Says whether the monitor over a store is well. Unhealthy: exit code 1.")
        {
            _health, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken);
        MonitorHealth health = await session.Health.CheckAsync(cancellationToken);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) await output.WriteLineAsync(SummaryJson.Write(json => Write(json, health)));
        else Write(Terminal.Over(output), health);
        return health.Level == HealthLevel.Unhealthy ? ExitCode.Failure : ExitCode.Success;
    }

    private static void Write(IAnsiConsole console, MonitorHealth health)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("part", "level", "state", "what to do");
        foreach (ComponentHealth part in health.Components)
        {
            string[] cells = [part.Name, part.Level.ToString(), part.Description, part.Recommendation ?? ""];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
        string at = health.At.ToString("u", CultureInfo.InvariantCulture);
        console.WriteLine($"{health.Level} at {at}");
    }

    private static void Write(Utf8JsonWriter json, MonitorHealth health)
    {
        json.WriteStartObject();
        json.WriteString("level", InsightJson.NameOf(health.Level));
        json.WriteString("at", health.At);
        json.WriteStartArray("components");
        foreach (ComponentHealth part in health.Components)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("level", InsightJson.NameOf(part.Level));
            json.WriteString("description", part.Description);
            json.WriteString("recommendation", part.Recommendation);
            json.WriteStartObject("numbers");
            foreach ((string name, double value) in part.Numbers.OrderBy(n => n.Key, StringComparer.Ordinal))
                InsightJson.WriteNumber(json, name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
