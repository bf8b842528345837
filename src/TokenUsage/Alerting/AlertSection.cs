using Microsoft.Extensions.Configuration;

namespace TokenUsage.Alerting;

/// <summary>Reads alerts out of configuration by hand: a binder would need reflection, and skips keys it does not know.</summary>
/// <remarks>
/// <c>TokenUsage:Alerts:Rules:spend:Kind = Cost</c>, <c>…:Thresholds = 800:High,1000:Critical</c>, <c>…:Per = project</c>;
/// <c>TokenUsage:Alerts:Routes:0:Channels = pager</c>, <c>…:MinSeverity = Critical</c>;
/// <c>TokenUsage:Alerts:Channels:mail:DigestEvery = 01:00:00</c>; <c>TokenUsage:Alerts:QuietTimes:0:Cron = 0 22 * * *</c>.
/// </remarks>
internal static class AlertSection
{
    /// <summary>Adds the section. What cannot be read is kept as a fault, which the validator reports.</summary>
    public static void Read(IConfiguration section, AlertOptions options)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "RULES":
                    foreach (IConfigurationSection rule in child.GetChildren())
                        options.Rules.Add(RuleSection.Read(rule, options.Unread));
                    break;
                case "ROUTES":
                    foreach (IConfigurationSection route in child.GetChildren())
                        options.Routes.Add(Route(route, options));
                    break;
                case "CHANNELS":
                    foreach (IConfigurationSection channel in child.GetChildren())
                        options.Channels.Add(Channel(channel, options));
                    break;
                case "QUIETTIMES":
                    foreach (IConfigurationSection time in child.GetChildren())
                        options.QuietTimes.Add(QuietTime(time, options));
                    break;
                default:
                    Try(child, "Alerts", options, () => Apply(child, options));
                    break;
            }
        }
    }

    private static void Apply(IConfigurationSection setting, AlertOptions options)
    {
        string value = setting.Value ?? "";
        _ = setting.Key.ToUpperInvariant() switch
        {
            "ISENABLED" => Set(() => options.IsEnabled = SettingText.Flag(value)),
            "USEDEFAULTRULES" => Set(() => options.UseDefaultRules = SettingText.Flag(value)),
            "INTERVAL" => Set(() => options.Interval = SettingText.Time(value)),
            "DELIVERYINTERVAL" => Set(() => options.DeliveryInterval = SettingText.Time(value)),
            "KEEPHISTORY" => Set(() => options.KeepHistory = SettingText.Time(value)),
            _ => throw new FormatException(
                "There is no such setting. Use Rules, Routes, Channels, QuietTimes, IsEnabled, UseDefaultRules, "
                + "Interval, DeliveryInterval, KeepHistory."),
        };

        static bool Set(Action set)
        {
            set();
            return true;
        }
    }

    private static AlertRoute Route(IConfigurationSection section, AlertOptions options)
    {
        var route = new AlertRoute { Channels = [] };
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            Try(setting, $"Route '{section.Key}'", options, () => route = setting.Key.ToUpperInvariant() switch
            {
                "CHANNELS" => route with { Channels = SettingText.Words(setting.Value) },
                "RULES" => route with { Rules = SettingText.Words(setting.Value) },
                "MINSEVERITY" => route with { MinSeverity = SettingText.Word<AlertSeverity>(setting.Value) },
                "WHERE" => route with { Where = SettingText.Filters(setting) },
                _ => throw new FormatException("There is no such setting. Use Channels, Rules, MinSeverity, Where."),
            });
        }

        return route;
    }

    private static AlertChannel Channel(IConfigurationSection section, AlertOptions options)
    {
        var channel = new AlertChannel { Name = section.Key };
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            string value = setting.Value ?? "";
            Try(setting, $"Channel '{section.Key}'", options, () => channel = setting.Key.ToUpperInvariant() switch
            {
                "DIGESTEVERY" => channel with { DigestEvery = SettingText.Time(value) },
                "DIGESTUPTO" => channel with { DigestUpTo = SettingText.Word<AlertSeverity>(value) },
                "TIMEOUT" => channel with { Timeout = SettingText.Time(value) },
                "MAXPAUSE" => channel with { MaxPause = SettingText.Time(value) },
                "GIVEUPAFTER" => channel with { GiveUpAfter = SettingText.Time(value) },
                _ => throw new FormatException(
                    "There is no such setting. Use DigestEvery, DigestUpTo, Timeout, MaxPause, GiveUpAfter."),
            });
        }

        return channel;
    }

    private static AlertQuietTime QuietTime(IConfigurationSection section, AlertOptions options)
    {
        var time = new AlertQuietTime { Cron = "", Length = TimeSpan.Zero };
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            string value = setting.Value ?? "";
            Try(setting, $"Quiet time '{section.Key}'", options, () => time = setting.Key.ToUpperInvariant() switch
            {
                "CRON" => time with { Cron = value },
                "LENGTH" => time with { Length = SettingText.Time(value) },
                "TIMEZONE" => time with { TimeZone = value },
                "RULE" => time with { Rule = value },
                "UPTO" => time with { UpTo = SettingText.Word<AlertSeverity>(value) },
                _ => throw new FormatException("There is no such setting. Use Cron, Length, TimeZone, Rule, UpTo."),
            });
        }

        return time;
    }

    private static void Try(IConfigurationSection setting, string owner, AlertOptions options, Action apply)
    {
        try
        {
            apply();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            options.Unread.Add($"{owner}: {setting.Key} is '{setting.Value}'. {exception.Message}");
        }
    }
}
