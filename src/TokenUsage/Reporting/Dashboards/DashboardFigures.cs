using System.Globalization;

namespace TokenUsage.Reporting.Dashboards;

/// <summary>Numbers as the dashboard writes them.</summary>
internal static class DashboardFigures
{
    private const decimal Cent = 0.01m;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Writes money: cents above one cent, two significant digits below, and a word for what has no price.</summary>
    public static string Usd(decimal? usd)
    {
        if (usd is not { } known) return "unpriced";
        if (known == 0 || Math.Abs(known) >= Cent) return "$" + known.ToString("#,0.00", Culture);

        int digits = 1 - (int)Math.Floor(Math.Log10((double)Math.Abs(known)));
        return "$" + known.ToString("F" + Math.Min(digits, 12).ToString(Culture), Culture);
    }

    /// <summary>Writes the cost of totals, with a mark when a part of it is estimated and another when a part is missing.</summary>
    public static string Cost(UsageTotals totals) =>
        (totals.Coverage.EstimatedUsd != 0 ? "≈" : "") + Usd(totals.PricedUsd)
        + (totals.PricedUsd is not null && totals.Coverage.UnpricedCalls > 0 ? "+?" : "");

    public static string Short(decimal count) => Math.Abs(count) switch
    {
        >= 1_000_000_000 => (count / 1_000_000_000).ToString("0.00", Culture) + " bn",
        >= 1_000_000 => (count / 1_000_000).ToString("0.00", Culture) + " M",
        >= 10_000 => (count / 1_000).ToString("0.0", Culture) + " k",
        _ => count.ToString("#,0", Culture),
    };

    public static string Count(long count) => count.ToString("#,0", Culture);

    public static string Share(decimal part, decimal whole) =>
        whole == 0 ? "–" : (100 * part / whole).ToString("0.0", Culture) + " %";

    /// <summary>Writes by how much a number changed; nothing where there was none before.</summary>
    public static string Change(decimal now, decimal before) => before == 0
        ? now == 0 ? "" : "new"
        : Math.Round(100 * (now - before) / before).ToString("+#,0;−#,0;±0", Culture) + " %";

    public static string Time(TimeSpan? time) => time is not { } known ? "–"
        : known.TotalSeconds >= 10 ? known.TotalSeconds.ToString("0.0", Culture) + " s"
        : known.TotalMilliseconds.ToString("#,0", Culture) + " ms";

    public static string Clock(DateTimeOffset moment) => moment.ToString("HH:mm:ss", Culture);
}
