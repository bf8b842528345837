using System.Globalization;
using System.Security.Cryptography;

namespace TokenUsage.Cosmos;

/// <summary>Makes the names of batches: in the order in which this process made them, and unlike any other process's.</summary>
internal sealed class BatchStamps(TimeProvider time)
{
    private readonly string _process = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private long _last;

    /// <summary>Gets the name that sorts before all names made from this moment on.</summary>
    public string Next()
    {
        long now = time.GetUtcNow().UtcTicks;
        long last = Volatile.Read(ref _last);
        while (true)
        {
            long next = Math.Max(now, last + 1);
            long seen = Interlocked.CompareExchange(ref _last, next, last);
            if (seen == last) return Write(next) + _process;
            last = seen;
        }
    }

    /// <summary>Gets what sorts between the names made before a moment and those made after it.</summary>
    public static string At(DateTimeOffset moment) => Write(moment.UtcTicks);

    private static string Write(long ticks) => ticks.ToString("x16", CultureInfo.InvariantCulture);
}
