using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Configuration;

/// <summary><c>token-usage config</c>: checks settings in a pipeline, before an application refuses to start with them.</summary>
internal sealed class ConfigCommand
{
    private const string Section = "TokenUsage";

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
        string[] faults = [.. FaultsOf(ConfigurationFile.Read(file).GetSection(Section))];
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(SummaryJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("is_valid", faults.Length == 0);
                json.WriteStartArray("faults");
                foreach (string fault in faults) json.WriteStringValue(fault);
                json.WriteEndArray();
                json.WriteEndObject();
            }));
        }
        else
        {
            foreach (string fault in faults) await output.WriteLineAsync(fault);
            await output.WriteLineAsync($"{faults.Length} faults in '{file.FullName}'.");
        }

        return faults.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    // A word that nobody reads is a fault too: it is a limit that somebody believes in.
    private static IEnumerable<string> FaultsOf(IConfigurationSection section)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!child.Key.Equals("Quotas", StringComparison.OrdinalIgnoreCase))
                yield return $"{child.Path} is read by nobody; the section {Section} has Quotas only.";
        }

        var options = new QuotaOptions();
        QuotaSection.Read(section.GetSection("Quotas"), options);
        ValidateOptionsResult checkedOptions = new QuotaOptionsValidator().Validate(null, options);
        foreach (string fault in checkedOptions.Failures ?? []) yield return fault;
    }
}
