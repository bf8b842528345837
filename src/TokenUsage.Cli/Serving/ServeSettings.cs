using Microsoft.Extensions.Configuration;
using TokenUsage.Email;

namespace TokenUsage.Cli.Serving;

/// <summary>Reads <c>TokenUsage:Reports</c> and <c>TokenUsage:Email</c>; what nobody reads is a fault.</summary>
internal static class ServeSettings
{
    public const string Reports = "TokenUsage:Reports";
    public const string Email = "TokenUsage:Email";

    /// <summary>Reads the schedules, by name.</summary>
    public static IEnumerable<ReportSchedule> SchedulesOf(IConfiguration configuration, List<string> faults)
    {
        foreach (IConfigurationSection section in configuration.GetSection(Reports).GetChildren())
        {
            var cycle = ReportCycle.Month;
            string[] formats = ["html"], sinks = [];
            string title = new ReportRequest().Title, zone = "UTC";
            Dimension? chargeTo = null;
            foreach (IConfigurationSection setting in section.GetChildren())
            {
                string value = setting.Value ?? "";
                switch (setting.Key.ToUpperInvariant())
                {
                    case "CYCLE" when Enum.TryParse(value, ignoreCase: true, out cycle):
                        break;
                    case "FORMATS":
                        formats = WordsOf(setting);
                        break;
                    case "SINKS":
                        sinks = WordsOf(setting);
                        break;
                    case "TITLE":
                        title = value;
                        break;
                    case "TIMEZONE":
                        zone = value;
                        break;
                    case "CHARGETO" when Dimension.TryParse(value, out Dimension account):
                        chargeTo = account;
                        break;
                    default:
                        faults.Add($"{setting.Path} is '{value}'; use Cycle (Day, Week, Month), Formats, Sinks, Title, "
                            + "TimeZone or ChargeTo (project, tag:department).");
                        break;
                }
            }

            yield return new ReportSchedule
            {
                Name = section.Key,
                Cycle = cycle,
                Formats = formats,
                Sinks = sinks,
                Request = new ReportRequest { Title = title, TimeZone = zone, ChargeTo = chargeTo },
            };
        }
    }

    /// <summary>Reads the mail server; <see langword="null"/> when none is named.</summary>
    public static Action<EmailAlertOptions>? EmailOf(IConfiguration configuration, List<string> faults)
    {
        IConfigurationSection[] settings = [.. configuration.GetSection(Email).GetChildren()];
        if (settings.Length == 0) return null;

        var options = new EmailAlertOptions();
        foreach (IConfigurationSection setting in settings) Apply(setting, options, faults);
        return target =>
        {
            (target.Host, target.Port, target.Security) = (options.Host, options.Port, options.Security);
            (target.UserName, target.Password, target.From) = (options.UserName, options.Password, options.From);
            foreach (string to in options.To) target.To.Add(to);
        };
    }

    private static void Apply(IConfigurationSection setting, EmailAlertOptions options, List<string> faults)
    {
        string value = setting.Value ?? "";
        switch (setting.Key.ToUpperInvariant())
        {
            case "HOST":
                options.Host = value;
                break;
            case "PORT" when int.TryParse(value, out int port):
                options.Port = port;
                break;
            case "SECURITY" when Enum.TryParse(value, ignoreCase: true, out EmailSecurity security):
                options.Security = security;
                break;
            case "USERNAME":
                options.UserName = value;
                break;
            case "PASSWORD":
                options.Password = value;
                break;
            case "FROM":
                options.From = value;
                break;
            case "TO":
                foreach (string to in WordsOf(setting)) options.To.Add(to);
                break;
            default:
                faults.Add(
                    $"{setting.Path} cannot be used; the settings are Host, Port, Security (StartTls, Tls, None), "
                    + "UserName, Password, From and To.");
                break;
        }
    }

    // An array, or one text with commas.
    private static string[] WordsOf(IConfigurationSection setting) =>
    [
        .. setting.GetChildren().Select(child => child.Value ?? "")
            .Concat((setting.Value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(word => word.Length > 0),
    ];
}
