using Microsoft.Extensions.Options;
using TokenUsage.Alerting.Silences;

namespace TokenUsage.Alerting;

/// <summary>Reports every fault of every rule, route and channel at once, at start.</summary>
internal sealed class AlertOptionsValidator(IEnumerable<IAlertSink> sinks) : IValidateOptions<AlertOptions>
{
    private const int MostRules = 256;

    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        string[] channels = [.. sinks.Select(sink => sink.Name)];
        foreach (string fault in options.Unread) faults.AddError(fault);
        foreach (IGrouping<string, string> same in channels.GroupBy(channel => channel).Where(g => g.Count() > 1))
            faults.AddError($"Channel '{same.Key}': {same.Count()} sinks have this name; give each its own.");

        CheckRules(options, channels, faults);
        foreach (AlertRoute route in options.Routes)
        {
            if (route.Channels.Count == 0) faults.AddError("Route: it names no channel.");
            CheckChannels("Route", route.Channels, channels, faults);
        }

        foreach (AlertChannel channel in options.Channels) CheckChannel(channel, channels, faults);
        foreach (AlertQuietTime time in options.QuietTimes) CheckQuietTime(time, faults);
        CheckTimes(options, faults);
        return faults.Build();
    }

    private static void CheckRules(AlertOptions options, string[] channels, ValidateOptionsResultBuilder faults)
    {
        if (options.Rules.Count > MostRules)
            faults.AddError($"has {options.Rules.Count}; it must have at most {MostRules}.", nameof(options.Rules));

        foreach (IGrouping<string, AlertRule> same in options.Rules.GroupBy(rule => rule.Name))
        {
            if (same.Count() > 1) faults.AddError($"Rule '{same.Key}': {same.Count()} rules have this name.");
        }

        foreach (AlertRule rule in options.Rules)
        {
            foreach (string fault in AlertRuleFaults.Of(rule)) faults.AddError($"Rule '{rule.Name}': {fault}");
            CheckChannels($"Rule '{rule.Name}'", rule.Channels, channels, faults);
            CheckChannels($"Rule '{rule.Name}'", rule.Escalations.Select(e => e.Channel), channels, faults);
        }
    }

    private static void CheckChannels(
        string owner, IEnumerable<string> named, string[] channels, ValidateOptionsResultBuilder faults)
    {
        foreach (string name in named.Where(name => !channels.Contains(name)))
        {
            faults.AddError(
                $"{owner}: there is no channel '{name}'. The channels are {string.Join(", ", channels)}; add one with "
                + "AddWebhookAlerts, AddSlackAlerts, AddTeamsAlerts, AddPagerDutyAlerts or AddAlertSink.");
        }
    }

    private static void CheckChannel(AlertChannel channel, string[] channels, ValidateOptionsResultBuilder faults)
    {
        string owner = $"Channel '{channel.Name}'";
        CheckChannels(owner, [channel.Name], channels, faults);
        Check(channel.DigestEvery, TimeSpan.Zero, TimeSpan.FromDays(7), $"{owner}: DigestEvery", faults);
        Check(channel.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), $"{owner}: Timeout", faults);
        Check(channel.MaxPause, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), $"{owner}: MaxPause", faults);
        Check(
            channel.GiveUpAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), $"{owner}: GiveUpAfter", faults);
    }

    private static void CheckQuietTime(AlertQuietTime time, ValidateOptionsResultBuilder faults)
    {
        try
        {
            _ = CronExpression.Parse(time.Cron);
        }
        catch (FormatException exception)
        {
            faults.AddError($"Quiet time '{time.Cron}': {exception.Message}");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(time.TimeZone, out _))
        {
            faults.AddError(
                $"Quiet time '{time.Cron}': TimeZone is '{time.TimeZone}', which this machine does not know.");
        }

        Check(
            time.Length, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7), $"Quiet time '{time.Cron}': Length", faults);
    }

    private static void CheckTimes(AlertOptions options, ValidateOptionsResultBuilder faults)
    {
        Check(options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.Interval), faults);
        Check(
            options.DeliveryInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1),
            nameof(options.DeliveryInterval), faults);
        Check(
            options.KeepHistory, TimeSpan.FromHours(1), TimeSpan.FromDays(3660), nameof(options.KeepHistory), faults);
    }

    private static void Check(
        TimeSpan value, TimeSpan least, TimeSpan most, string name, ValidateOptionsResultBuilder faults)
    {
        if (value < least || value > most) faults.AddError($"{name} is {value}; it must be from {least} to {most}.");
    }
}
