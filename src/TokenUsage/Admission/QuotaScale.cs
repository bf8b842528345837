using System.Globalization;

namespace TokenUsage.Admission;

/// <summary>Turns a quota's unit into the integers that ledgers count, and back.</summary>
internal static class QuotaScale
{
    /// <summary>The largest limit, 2⁵³: beyond it a ledger whose numbers are doubles would compare wrongly.</summary>
    public const long MaxLimit = 1L << 53;

    private const decimal NanoPerUsd = 1_000_000_000m;

    public static decimal MaxOf(QuotaUnit unit) => unit == QuotaUnit.Usd ? MaxLimit / NanoPerUsd : MaxLimit;

    /// <summary>Gets a limit in the ledger's integers, rounded down so that it never grows.</summary>
    public static long ToLimit(QuotaUnit unit, decimal limit) =>
        (long)Math.Clamp(decimal.Floor(unit == QuotaUnit.Usd ? limit * NanoPerUsd : limit), 0, MaxLimit);

    public static decimal ToUnit(QuotaUnit unit, long amount) => unit == QuotaUnit.Usd ? amount / NanoPerUsd : amount;

    /// <summary>Gets an amount of money in nano-dollars, rounded up so that many small calls are not free.</summary>
    public static long ToNanoUsd(decimal usd)
    {
        if (usd <= 0) return 0;
        return usd >= QuotaAmounts.Max / NanoPerUsd ? QuotaAmounts.Max : (long)decimal.Ceiling(usd * NanoPerUsd);
    }

    public static string Describe(QuotaUnit unit, decimal amount) => unit switch
    {
        QuotaUnit.Usd => string.Create(CultureInfo.InvariantCulture, $"{amount:0.######} USD"),
        QuotaUnit.Requests => string.Create(CultureInfo.InvariantCulture, $"{amount:N0} calls"),
        QuotaUnit.ConcurrentCalls => string.Create(CultureInfo.InvariantCulture, $"{amount:N0} calls at once"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{amount:N0} tokens"),
    };
}
