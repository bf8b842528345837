using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace TokenUsage.Admission;

/// <summary>
/// Reads quotas out of configuration by hand: a binder would need reflection, and skips keys it does not know.
/// </summary>
/// <remarks>
/// <c>TokenUsage:Quotas:user-day:Tokens = 1000000</c>, <c>…:Per = user,model</c>, <c>…:Window = Day</c>,
/// <c>…:TimeZone</c>, <c>…:Where:model = gpt-4o*</c>.
/// </remarks>
internal static class QuotaSection
{
    /// <summary>
    /// Adds the section's quotas. What cannot be read is kept as a fault, which the validator reports.
    /// </summary>
    public static void Read(IConfiguration section, QuotaOptions options)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            options.Quotas.Add(ReadQuota(child, options.Unread));
        }
    }

    private static QuotaDefinition ReadQuota(IConfigurationSection section, List<string> faults)
    {
        var quota = new QuotaDefinition { Name = section.Key, Unit = QuotaUnit.Tokens, Limit = -1 };
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            try
            {
                quota = Apply(quota, setting);
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                faults.Add($"Quota '{section.Key}': {setting.Key} is '{setting.Value}'. {exception.Message}");
            }
        }

        return quota;
    }

    private static QuotaDefinition Apply(QuotaDefinition quota, IConfigurationSection setting)
    {
        string value = setting.Value ?? "";
        return setting.Key.ToUpperInvariant() switch
        {
            "TOKENS" => quota with { Unit = QuotaUnit.Tokens, Limit = Number(value) },
            "INPUTTOKENS" => quota with { Unit = QuotaUnit.InputTokens, Limit = Number(value) },
            "OUTPUTTOKENS" => quota with { Unit = QuotaUnit.OutputTokens, Limit = Number(value) },
            "REQUESTS" => quota with { Unit = QuotaUnit.Requests, Limit = Number(value) },
            "USD" => quota with { Unit = QuotaUnit.Usd, Limit = Number(value) },
            "CONCURRENTCALLS" => quota with
            {
                Unit = QuotaUnit.ConcurrentCalls,
                Limit = Number(value),
                Window = QuotaWindow.Lifetime,
            },
            "PER" => quota with { Per = [.. Words(value).Select(Dimension.Parse)] },
            "WHERE" => quota with { Where = [.. setting.GetChildren().Select(ReadMatch)] },
            "MODE" => quota with { Mode = Word<QuotaMode>(value) },
            "ESTIMATE" => quota with { Estimate = Word<QuotaEstimate>(value) },
            "WARNAT" => quota with { WarnAt = (double)Number(value) },
            "CRITICALAT" => quota with { CriticalAt = (double)Number(value) },
            "BURST" => quota with { Burst = Number(value) },
            _ => quota with { Window = ApplyWindow(quota.Window, setting.Key, value) },
        };
    }

    private static QuotaWindow ApplyWindow(QuotaWindow window, string key, string value) =>
        key.ToUpperInvariant() switch
        {
            "WINDOW" => window with { Kind = Word<QuotaWindowKind>(value) },
            "TIMEZONE" => window with { TimeZone = value },
            "WEEKSTART" => window with { WeekStart = Word<DayOfWeek>(value) },
            "ANCHORDAY" => window with { AnchorDay = (int)Number(value) },
            "ANCHORMONTH" => window with { AnchorMonth = (int)Number(value) },
            "LENGTH" => window with { Length = TimeSpan.Parse(value, CultureInfo.InvariantCulture) },
            "PARTS" => window with { Parts = (int)Number(value) },
            _ => throw new FormatException(
                "There is no such setting. Use Tokens, InputTokens, OutputTokens, Requests, Usd or ConcurrentCalls; "
                + "Per, Where, Mode, Estimate, WarnAt, CriticalAt, Burst; Window, TimeZone, WeekStart, AnchorDay, "
                + "AnchorMonth, Length, Parts."),
        };

    private static QuotaMatch ReadMatch(IConfigurationSection match) =>
        new(Dimension.Parse(match.Key), match.Value ?? "");

    private static decimal Number(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FormatException("It must be a number, with a point for decimals.");

    private static T Word<T>(string value)
        where T : struct, Enum => Enum.TryParse(value, ignoreCase: true, out T word) && Enum.IsDefined(word)
        ? word
        : throw new FormatException($"It must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    private static string[] Words(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
