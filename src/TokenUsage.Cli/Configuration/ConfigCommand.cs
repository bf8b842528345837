using System.CommandLine;
using Microsoft.Extensions.Configuration;
using TokenUsage.Admission;
using TokenUsage.Alerting;
using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Schedules;

namespace TokenUsage.Cli.Configuration;

/// <summary><c>token-usage config</c>: checks settings in a pipeline, before an application refuses to start with them.</summary>
internal sealed class ConfigCommand
{
    private const string Section = "TokenUsage";

    private static readonly string[] Sections = ["Quotas", "Alerts", "Reports", "Email"];

    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<FileInfo> _file = new("--config", "-c")
    {
        Description = "The application's settings; appsettings.json when left out.",
        DefaultValueFactory = _ => new FileInfo("appsettings.json"),
    };

    public static Command Create() => new ConfigCommand().Build();

    private Command Build()
    {
        var validate = new Command("validate", "Checks the section TokenUsage. Exit code 1 when a setting is wrong.")
        {
            _file, _json,
        };
        validate.SetAction((result, _) => Guard.RunAsync(result, () => RunAsync(result)));
        return new Command("config", "Checks settings.") { validate };
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        FileInfo file = result.GetRequiredValue(_file);
        List<string> faults = FaultsOf(ConfigurationFile.Read(file));
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(SummaryJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("is_valid", faults.Count == 0);
                json.WriteStartArray("faults");
                foreach (string fault in faults) json.WriteStringValue(fault);
                json.WriteEndArray();
                json.WriteEndObject();
            }));
        }
        else
        {
            foreach (string fault in faults) await output.WriteLineAsync(fault);
            await output.WriteLineAsync($"{faults.Count} faults in '{file.FullName}'.");
        }

        return faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    // A word that nobody reads is a fault too: it is a limit that somebody believes in.
    private static List<string> FaultsOf(IConfigurationRoot configuration)
    {
        List<string> faults = [];
        foreach (IConfigurationSection child in configuration.GetSection(Section).GetChildren())
        {
            if (!Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                faults.Add($"{child.Path} is read by nobody; the section {Section} has {string.Join(", ", Sections)}.");
        }

        var quotas = new QuotaOptions();
        QuotaSection.Read(configuration.GetSection(Section + ":Quotas"), quotas);
        faults.AddRange(new QuotaOptionsValidator().Validate(null, quotas).Failures ?? []);
        var alerts = new AlertOptions();
        AlertSection.Read(configuration.GetSection(Section + ":Alerts"), alerts);
        faults.AddRange(alerts.Unread);
        var reports = new ReportScheduleOptions();
        foreach (ReportSchedule schedule in ServeSettings.SchedulesOf(configuration, faults))
            reports.Schedules.Add(schedule);
        faults.AddRange(new ReportScheduleOptionsValidator().Validate(null, reports).Failures ?? []);
        ServeSettings.EmailOf(configuration, faults);
        return faults;
    }
}
