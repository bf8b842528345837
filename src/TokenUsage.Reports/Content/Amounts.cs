using System.Globalization;

namespace TokenUsage.Reports.Content;

/// <summary>Writes numbers as people read them: cents above one cent, two significant digits below.</summary>
internal static class Amounts
{
    private const decimal Cent = 0.01m;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Usd(decimal? usd)
    {
        if (usd is not { } known) return "unpriced";
        string sign = known < 0 ? "−$" : "$";
        if (known == 0 || Math.Abs(known) >= Cent) return sign + Math.Abs(known).ToString("N2", Culture);

        int digits = 2 - (int)Math.Floor(Math.Log10((double)Math.Abs(known))) - 1;
        return sign + Math.Abs(known).ToString("F" + Math.Min(digits, 12).ToString(Culture), Culture);
    }

    public static string Usd(double usd) =>
        double.IsFinite(usd) && Math.Abs(usd) < 1e15 ? Usd((decimal)usd) : "unknown";

    public static string Count(decimal? count) => count?.ToString("#,0.##", Culture) ?? "–";

    /// <summary>Shortens a count: 1.28 M. The exact one stands in a table.</summary>
    public static string Short(decimal count) => Math.Abs(count) switch
    {
        >= 1_000_000_000 => (count / 1_000_000_000).ToString("0.##", Culture) + " bn",
        >= 1_000_000 => (count / 1_000_000).ToString("0.##", Culture) + " M",
        >= 10_000 => (count / 1_000).ToString("0.#", Culture) + " k",
        _ => count.ToString("#,0.##", Culture),
    };

    public static string Share(decimal part, decimal whole) =>
        whole == 0 ? "–" : (100 * part / whole).ToString("0.#", Culture) + " %";

    public static string Change(decimal now, decimal before)
    {
        if (before == 0) return now == 0 ? "as before" : "nothing before";

        decimal change = Math.Round(100 * (now - before) / before, 1);
        return change == 0 ? "as before" : change.ToString("+#,0.#;−#,0.#", Culture) + " % to the period before";
    }

    public static string Time(TimeSpan? time) => time is not { } known ? "–"
        : known.TotalSeconds >= 10 ? known.TotalSeconds.ToString("0.0", Culture) + " s"
        : known.TotalMilliseconds.ToString("#,0", Culture) + " ms";

    public static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", Culture);

    public static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm", Culture);
}
