using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Serving;

/// <summary><c>token-usage serve</c>: the dashboard, alerts and scheduled reports over a store, for as long as it runs.</summary>
internal sealed class ServeCommand
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where to listen. Other than on this machine it needs ${ServeDoor.Variable}.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private readonly Option<string> _path = new("--path")
    {
        Description = "The path of the dashboard.",
        DefaultValueFactory = _ => "/usage",
    };

    private readonly Option<FileInfo?> _config = new("--config", "-c")
    {
        Description = "Settings: TokenUsage:Alerts, TokenUsage:Reports, TokenUsage:Email.",
    };

    private readonly Option<DirectoryInfo> _reports = new("--reports")
    {
        Description = "The folder in which reports are kept.",
        DefaultValueFactory = _ => new DirectoryInfo("reports"),
    };

    private readonly Option<ReportCycle[]> _every = new("--every")
    {
        Description = "Makes a report of each day, week or month that is over.",
    };

    private readonly Option<string[]> _formats = new("--report-format")
    {
        Description = "The formats of those reports; html when left out.",
    };

    private readonly Option<string> _zone = new("--zone", "-z")
    {
        Description = "The IANA time zone of those reports.",
        DefaultValueFactory = _ => "UTC",
    };

    private readonly Option<bool> _once = new("--once")
    {
        Description = "Evaluates alerts, makes what reports are due, and ends: with exit code 1 on a critical alert.",
    };

    public static Command Create() => new ServeCommand().Build();

    private Command Build()
    {
        var command = new Command("serve", "Serves the dashboard, evaluates alerts, and makes scheduled reports.")
        {
            _url, _path, _config, _reports, _every, _formats, _zone, _once, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        bool isOnce = result.GetValue(_once);
        ServeRequest request = RequestOf(result, isOnce);
        request.Store.RequireDatabase(
            "'serve' evaluates alerts and makes reports", "It can do so itself: give --store its database.");
        await request.Store.RequireThereAsync(beside: null, cancellationToken);
        string? token = request.Address is { } address ? ServeDoor.TokenFor(address) : null;
        await using WebApplication app = await ServeHost.BuildAsync(request, cancellationToken);
        if (isOnce) return await RunOnceAsync(result, app.Services, cancellationToken);

        string path = "/" + result.GetRequiredValue(_path).Trim('/');
        ServeDoor.Map(app, path, token);
        await app.StartAsync(cancellationToken);
        await result.InvocationConfiguration.Output.WriteLineAsync(
            $"The dashboard is at {request.Address!.GetLeftPart(UriPartial.Authority)}{path}. Ctrl+C ends it.");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;
    }

    private ServeRequest RequestOf(ParseResult result, bool isOnce)
    {
        string[] formats = result.GetValue(_formats) is { Length: > 0 } named
            ? [.. named.SelectMany(format => format.Split(',', StringSplitOptions.RemoveEmptyEntries))] : ["html"];
        IEnumerable<ReportSchedule> schedules = (result.GetValue(_every) ?? []).Distinct().Select(cycle =>
            new ReportSchedule
            {
                Name = cycle.ToString().ToLowerInvariant(),
                Cycle = cycle,
                Formats = formats,
                Request = new ReportRequest
                {
                    TimeZone = result.GetRequiredValue(_zone),
                    ChargeTo = formats.Contains("focus", StringComparer.OrdinalIgnoreCase) ? Dimension.Project : null,
                },
            });
        return new ServeRequest(
            _store.AddressOf(result), result.GetValue(_config), result.GetRequiredValue(_reports),
            [.. schedules], isOnce ? null : AddressOf(result.GetRequiredValue(_url)));
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp
            ? address
            : throw new InputException($"--url {text} is no address; write http://127.0.0.1:5080.");

    private async Task<int> RunOnceAsync(ParseResult result, IServiceProvider services, CancellationToken token)
    {
        await services.GetRequiredService<AlertWatch>().LookAsync(isFull: true, token);
        await services.GetRequiredService<AlertDispatcher>().SendDueAsync(token);
        ReportRun run = await services.GetRequiredService<IReportSchedules>().RunDueAsync(token);
        IReadOnlyList<Alert> alerts = await services.GetRequiredService<ITokenAlerts>().GetActiveAsync(token);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) await output.WriteLineAsync(SummaryJson.Write(json => Write(json, alerts, run)));
        else await WriteAsync(output, alerts, run);
        bool isWell = run.Failed == 0 && alerts.All(alert => alert.Severity != AlertSeverity.Critical);
        return isWell ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task WriteAsync(TextWriter output, IReadOnlyList<Alert> alerts, ReportRun run)
    {
        foreach (Alert alert in alerts) await output.WriteLineAsync($"{alert.Severity} {alert.Rule}: {alert.Message}");
        foreach (string path in run.Made) await output.WriteLineAsync($"made {path}");
        await output.WriteLineAsync(
            $"{alerts.Count} alerts; {run.Made.Count} report files made, {run.Sent} reports sent, "
            + $"{run.Failed} failed.");
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Alert> alerts, ReportRun run)
    {
        json.WriteStartObject();
        ReportJson.WriteArray(json, "alerts", alerts, (writer, alert) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", alert.Id);
            writer.WriteString("rule", alert.Rule);
            writer.WriteString("severity", InsightJson.NameOf(alert.Severity));
            writer.WriteString("message", alert.Message);
            writer.WriteEndObject();
        });
        json.WriteStartObject("reports");
        ReportJson.WriteArray(json, "made", run.Made, (writer, path) => writer.WriteStringValue(path));
        json.WriteNumber("sent", run.Sent);
        json.WriteNumber("failed", run.Failed);
        json.WriteNumber("deleted", run.Deleted);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
