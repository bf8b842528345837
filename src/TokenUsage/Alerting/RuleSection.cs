using Microsoft.Extensions.Configuration;

namespace TokenUsage.Alerting;

/// <summary>Reads one rule out of configuration.</summary>
internal static class RuleSection
{
    public static AlertRule Read(IConfigurationSection section, List<string> faults)
    {
        var rule = new AlertRule { Name = section.Key, Kind = AlertRuleKind.Custom };
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            try
            {
                rule = Apply(rule, setting, setting.Value ?? "");
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                faults.Add($"Rule '{section.Key}': {setting.Key} is '{setting.Value}'. {exception.Message}");
            }
        }

        return rule;
    }

    private static AlertRule Apply(AlertRule rule, IConfigurationSection setting, string value) =>
        setting.Key.ToUpperInvariant() switch
        {
            "KIND" => rule with { Kind = SettingText.Word<AlertRuleKind>(value) },
            "THRESHOLDS" => rule with { Thresholds = SettingText.Thresholds(value) },
            "ALLOWABOVE100PERCENT" => rule with { AllowAbove100Percent = SettingText.Flag(value) },
            "WINDOW" => rule with { Window = SettingText.Time(value) },
            "PERIOD" => rule with { Period = SettingText.Word<AlertPeriod>(value) },
            "TIMEZONE" => rule with { TimeZone = value },
            "PER" => rule with { Per = Dimension.Parse(value) },
            "WHERE" => rule with { Where = SettingText.Filters(setting) },
            "MINCALLS" => rule with { MinCalls = (int)SettingText.Number(value) },
            "QUOTA" => rule with { Quota = value },
            "PERCENTILE" => rule with { Percentile = SettingText.Word<AlertPercentile>(value) },
            "BUDGET" => rule with { Budget = SettingText.Number(value) },
            "PROBABILITY" => rule with { Probability = (double)SettingText.Number(value) },
            "COMPONENT" => rule with { Component = value },
            "NUMBER" => rule with { Number = value },
            "EXPRESSION" => rule with { Expression = value },
            "NOTIFYRECOVERY" => rule with { NotifyRecovery = SettingText.Flag(value) },
            "CHANNELS" => rule with { Channels = SettingText.Words(value) },
            "ESCALATIONS" => rule with { Escalations = SettingText.Escalations(value) },
            _ => ApplyTimes(rule, setting.Key, value),
        };

    private static AlertRule ApplyTimes(AlertRule rule, string key, string value) => key.ToUpperInvariant() switch
    {
        "COOLDOWN" => rule with { CoolDown = SettingText.Time(value) },
        "REMINDEVERY" => rule with { RemindEvery = value is "never" or "" ? null : SettingText.Time(value) },
        "RAISEAFTER" => rule with { RaiseAfter = SettingText.Time(value) },
        "RESOLVEAFTER" => rule with { ResolveAfter = SettingText.Time(value) },
        "EXPIREAFTER" => rule with { ExpireAfter = SettingText.Time(value) },
        _ => throw new FormatException(
            "There is no such setting. Use Kind, Thresholds, AllowAbove100Percent, Window, Period, TimeZone, Per, "
            + "Where, MinCalls, Quota, Percentile, Budget, Probability, Component, Number, Expression, NotifyRecovery, "
            + "Channels, Escalations, CoolDown, RemindEvery, RaiseAfter, ResolveAfter, ExpireAfter."),
    };
}
