namespace TokenUsage.Diagnostics;

/// <summary>Measures what the monitor takes of its callers' time: of one call in 64, so that measuring costs next to nothing.</summary>
/// <remarks>
/// Beginning an observation, asking the quotas, pricing, charging and handing the record over. What a stream's chunks cost as
/// they pass is not among it, nor the wait for a quota that a caller has asked for.
/// </remarks>
internal sealed class CallOverhead(TimeProvider time)
{
    private const int Every = 64;
    private const int Kept = 1024; // a power of two

    private readonly long[] _latest = new long[Kept];
    private int _calls;
    private long _measured;

    /// <summary>Gets what the latest measured calls took.</summary>
    public CallOverheadSummary Summary
    {
        get
        {
            long measured = Interlocked.Read(ref _measured);
            if (measured == 0) return default;

            long[] latest = _latest[..(int)Math.Min(measured, Kept)];
            Array.Sort(latest);
            double average = latest.Average();
            long p99 = latest[(int)Math.Ceiling(latest.Length * 0.99) - 1];
            return new CallOverheadSummary(measured, Of(average), Of(p99));
        }
    }

    /// <summary>Says whether to measure this call. Racing callers may count as one: a sample needs no exact step.</summary>
    public bool IsNext() => (_calls++ & (Every - 1)) == 0;

    /// <summary>Adds a call.</summary>
    /// <param name="timestamps">What it took, in the clock's own unit.</param>
    public void Add(long timestamps) =>
        Volatile.Write(ref _latest[(Interlocked.Increment(ref _measured) - 1) & (Kept - 1)], timestamps);

    private TimeSpan Of(double timestamps) =>
        new((long)Math.Round(timestamps * TimeSpan.TicksPerSecond / time.TimestampFrequency));
}
