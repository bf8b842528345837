using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A card's token rates as whole numbers of one small unit, for calls of text alone.</summary>
/// <remarks>
/// Most calls need nothing else, and whole numbers add up exactly at a third of the time that decimals take. What does not
/// fit (a rate with a remainder, a minimum, counts that contradict each other) goes the general way.
/// </remarks>
internal sealed class WholeRates
{
    // 2⁵² a rate and 2⁴⁰ tokens leave room for sixteen products in the 96 bits of a decimal.
    private const ulong MaxRate = 1UL << 52;
    private const int None = -1;

    private readonly ulong[] _rates = new ulong[MeterFacts.TokenCount];
    private readonly int[] _flags = new int[MeterFacts.TokenCount];
    private readonly long _lowestTier = long.MaxValue;
    private readonly byte _scale;

    public WholeRates(SheetCard card)
    {
        for (int i = 0; i < MeterFacts.TokenCount; i++)
        {
            if (card[i].Rate is { IsPlainBelowTiers: true } rate) _scale = Math.Max(_scale, Trimmed(rate.Unit).Scale);
        }

        decimal perUnit = Power(_scale);
        for (int i = 0; i < MeterFacts.TokenCount; i++)
        {
            _flags[i] = None;
            if (card[i].Rate is not { IsPlainBelowTiers: true } rate || rate.Unit > MaxRate / perUnit) continue;

            _rates[i] = (ulong)(Trimmed(rate.Unit) * perUnit);
            _flags[i] = (int)card[i].Flags;
            _lowestTier = Math.Min(_lowestTier, rate.LowestTier);
        }
    }

    /// <summary>Adds up what a call of text costs.</summary>
    /// <returns><see langword="false"/> when it must go the general way.</returns>
    public bool TryCost(in TokenCounts counts, ref CostFlags flags, out TextCost cost)
    {
        cost = default;
        long input = counts.Input ?? 0;
        long output = counts.Output ?? 0;
        long cached = counts.CachedInput ?? 0;
        long hourly = counts.CacheWrite1h ?? 0;
        long written = counts.CacheWrite ?? hourly;
        long reasoning = counts.Reasoning ?? 0;
        long plain = input - cached - written;
        long text = output - reasoning;

        // One test for all: what is negative or too large sets a high bit, and so it does in their disjunction.
        bool isInRange = (ulong)(input | output | cached | written | hourly | reasoning) < 2 * TokenCounts.MaxPerCall;
        bool isConsistent = (plain | text | (written - hourly)) >= 0;
        if (!isInRange || !isConsistent || input >= _lowestTier) return false;
        if (input > TokenCounts.MaxPerCall || output > TokenCounts.MaxPerCall) return false;

        int seen = 0;
        UInt128 paidIn = Of(Meter.Input, plain, ref seen);
        if (cached != 0) paidIn += Of(Meter.CacheRead, cached, ref seen);
        if (written != 0)
        {
            paidIn += Of(Meter.CacheWrite, written - hourly, ref seen);
            paidIn += Of(Meter.CacheWrite1h, hourly, ref seen);
        }

        UInt128 paidOut = Of(Meter.Output, text, ref seen);
        if (reasoning != 0) paidOut += Of(Meter.Reasoning, reasoning, ref seen);
        if (seen < 0) return false;

        flags |= (CostFlags)seen;
        cost = new TextCost(ToUsd(paidIn + paidOut), ToUsd(paidIn), ToUsd(paidOut));
        return true;
    }

    private UInt128 Of(Meter meter, long tokens, ref int seen)
    {
        if (tokens == 0) return 0;
        seen |= _flags[(int)meter];
        ulong high = Math.BigMul(_rates[(int)meter], (ulong)tokens, out ulong low);
        return new UInt128(high, low);
    }

    private decimal ToUsd(UInt128 amount)
    {
        ulong low = (ulong)amount;
        return new decimal((int)low, (int)(low >> 32), (int)(ulong)(amount >> 64), isNegative: false, _scale);
    }

    // Without trailing zeros: 15.00 per million is a smaller number than it looks.
    private static decimal Trimmed(decimal amount) => amount / 1.0000000000000000000000000000m;

    private static decimal Power(int scale)
    {
        decimal power = 1;
        for (int i = 0; i < scale; i++) power *= 10;
        return power;
    }
}
