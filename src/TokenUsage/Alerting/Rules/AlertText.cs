using System.Globalization;

namespace TokenUsage.Alerting.Rules;

/// <summary>Numbers as messages write them: the same on every machine.</summary>
internal static class AlertText
{
    public static string Usd(decimal value) => value.ToString("$#,##0.00##", CultureInfo.InvariantCulture);

    public static string Percent(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Number(decimal value) => value.ToString("#,##0.###", CultureInfo.InvariantCulture);

    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 2 } => $"{length.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days",
        { TotalHours: >= 2 } => $"{length.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours",
        _ => $"{length.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} minutes",
    };

    public static string Day(DateTimeOffset day) => day.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
}
