using System.Text.Json;

namespace TokenUsage.AspNetCore.Tests.Ledger;

/// <summary>What every door must tell alike.</summary>
internal sealed record LedgerSums(long Attempts, long Input, long Output, long CachedInput, decimal Usd)
{
    public static LedgerSums Of(UsageTotals totals) => new(
        totals.Attempts, totals.Tokens.Input ?? 0, totals.Tokens.Output ?? 0, totals.Tokens.CachedInput ?? 0,
        totals.PricedUsd ?? 0);

    public static LedgerSums OfRest(JsonElement totals)
    {
        JsonElement tokens = totals.GetProperty("tokens");
        return new LedgerSums(
            totals.GetProperty("attempts").GetInt64(), tokens.GetProperty("input").GetInt64(),
            tokens.GetProperty("output").GetInt64(), tokens.GetProperty("cachedInput").GetInt64(),
            totals.GetProperty("pricedUsd").GetDecimal());
    }

    public static LedgerSums OfCommandLine(JsonElement totals) => new(
        totals.GetProperty("attempts").GetInt64(), totals.GetProperty("input").GetInt64(),
        totals.GetProperty("output").GetInt64(), totals.GetProperty("cached_input").GetInt64(),
        totals.GetProperty("usd").GetDecimal());
}
