using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace TokenUsage.Alerting;

/// <summary>Reads the values of settings, and says what they should have been.</summary>
internal static class SettingText
{
    public static decimal Number(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FormatException("It must be a number, with a point for decimals.");

    public static TimeSpan Time(string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan time)
            ? time
            : throw new FormatException("It must be a time: 00:05:00 is five minutes, 1.00:00:00 a day.");

    public static bool Flag(string value) =>
        bool.TryParse(value, out bool flag) ? flag : throw new FormatException("It must be true or false.");

    public static T Word<T>(string? value)
        where T : struct, Enum => Enum.TryParse(value, ignoreCase: true, out T word) && Enum.IsDefined(word)
        ? word
        : throw new FormatException($"It must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    public static string[] Words(string? value) =>
        (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads <c>0.8:Medium, 0.9:High</c>; without a word the severity is medium.</summary>
    public static IReadOnlyList<AlertThreshold> Thresholds(string value) =>
    [
        .. Words(value).Select(word => word.Split(':', 2)).Select(parts => new AlertThreshold(
            Number(parts[0]), parts.Length == 2 ? Word<AlertSeverity>(parts[1]) : AlertSeverity.Medium)),
    ];

    /// <summary>Reads <c>00:15:00 pager, 01:00:00 boss</c>.</summary>
    public static IReadOnlyList<AlertEscalation> Escalations(string value) =>
    [
        .. Words(value).Select(word => word.Split(' ', 2)).Select(parts => parts.Length == 2
            ? new AlertEscalation(Time(parts[0]), parts[1].Trim())
            : throw new FormatException("Write a time and a channel: 00:15:00 pager.")),
    ];

    public static IReadOnlyList<UsageFilter> Filters(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => UsageFilter.In(Dimension.Parse(child.Key), Words(child.Value)))];
}
