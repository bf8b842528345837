using TokenUsage.Admission;

namespace TokenUsage.Redis.Outage;

/// <summary>One process's share of a sliding window or a bucket: it drains evenly.</summary>
/// <remarks>
/// Of a sliding window, half the share fits at once and half drains within its length, so that no stretch of that length
/// holds more than the share. The level is kept multiplied by the length, so that nothing is rounded.
/// </remarks>
internal sealed class LocalBucket
{
    private readonly long _lengthMicros;
    private readonly long _rate;
    private readonly Int128 _capacity;
    private Int128 _level;
    private long _atMicros;

    private LocalBucket(long lengthMicros, long rate, long capacity, long room, long nowMicros)
    {
        _lengthMicros = Math.Max(1, lengthMicros);
        _rate = rate;
        _capacity = Math.BigMul(capacity, _lengthMicros);
        _level = _capacity - Int128.Min(_capacity, Math.BigMul(room, _lengthMicros));
        _atMicros = nowMicros;
    }

    public static LocalBucket For(in LedgerLine line, long taken, int processes, long nowMicros)
    {
        bool isBucket = line.Window.Shape == LedgerShape.Bucket;
        int parts = isBucket ? processes : processes * 2;
        long most = isBucket ? line.Burst : line.Limit;
        long room = Math.Max(0, most - taken) / processes;
        return new LocalBucket(line.Window.LengthMicros, line.Limit / parts, most / parts, room, nowMicros);
    }

    public bool Admits(long amount, long nowMicros)
    {
        Drain(nowMicros);
        return amount == 0 ? _level < _capacity : _level + Math.BigMul(amount, _lengthMicros) <= _capacity;
    }

    /// <summary>Adds an amount, or takes back what a call held and did not use.</summary>
    public void Pour(long amount, long nowMicros)
    {
        Drain(nowMicros);
        _level = Int128.Max(0, _level + Math.BigMul(amount, _lengthMicros));
    }

    private void Drain(long nowMicros)
    {
        if (nowMicros <= _atMicros) return;

        _level = Int128.Max(0, _level - Math.BigMul(nowMicros - _atMicros, _rate));
        _atMicros = nowMicros;
    }
}
