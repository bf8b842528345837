using System.Numerics;

namespace TokenUsage.Tests.Admission.Ledger;

/// <summary>
/// A leaky bucket told the other way round: a level that is a fraction, and the time at which it was known.
/// </summary>
internal sealed class FractionalBucket(long rate, long length, long burst)
{
    // The level is this number divided by the length.
    private BigInteger _numerator = 0;
    private long _knownAt;

    public bool TryPour(long now, long amount)
    {
        _numerator = BigInteger.Max(0, _numerator - (rate * (BigInteger)(now - _knownAt)));
        _knownAt = now;
        BigInteger next = _numerator + (amount * (BigInteger)length);
        if (next > burst * (BigInteger)length) return false;

        _numerator = next;
        return true;
    }
}
