namespace TokenUsage.Sqlite;

/// <summary>Money as the database keeps it: whole picodollars (10⁻¹² USD), exact, and summable in SQL.</summary>
/// <remarks>
/// A price per million tokens with six decimals is a whole number of them, up to nine million dollars a record. What
/// does not fit is kept as decimal text, so that no amount is ever rounded.
/// </remarks>
internal static class PicoDollars
{
    private const decimal PerDollar = 1_000_000_000_000m;
    private const decimal Most = long.MaxValue / PerDollar;

    public static bool TryFrom(decimal usd, out long pico)
    {
        pico = 0;
        if (usd is > Most or < -Most || usd.Scale > 12 && usd * PerDollar != decimal.Truncate(usd * PerDollar))
            return false;
        pico = (long)(usd * PerDollar);
        return true;
    }

    public static decimal ToUsd(long pico) => pico / PerDollar;
}
