using System.Collections.Immutable;
using System.Globalization;

namespace TokenUsage.Testing;

/// <summary>Measures what a piece of code uses, also while other code makes calls through the same monitor.</summary>
/// <remarks>The calls are told apart by a tag, <see cref="TagName"/>, that the code's <see cref="UsageScope"/> carries.</remarks>
/// <param name="tracker">The monitor's write door.</param>
/// <param name="usage">What the same monitor has recorded.</param>
/// <param name="time">The clock of <see cref="MeasuredUsage.Elapsed"/>.</param>
public sealed class UsageProbe(ITokenTracker tracker, RecordedUsage usage, TimeProvider? time = null)
{
    /// <summary>The tag by which a measured record is known.</summary>
    public const string TagName = "usage_probe";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static long _measurements;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Runs the code and measures it.</summary>
    /// <param name="code">The code. What it starts and does not wait for is not measured.</param>
    /// <param name="cancellationToken">Given to the code.</param>
    /// <exception cref="TimeoutException">The monitor did not store the records within 30 seconds.</exception>
    public async Task<MeasuredUsage> MeasureAsync(
        Func<CancellationToken, Task> code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);

        string mark = Interlocked.Increment(ref _measurements).ToString(CultureInfo.InvariantCulture);
        ImmutableDictionary<string, string> tags = ImmutableDictionary<string, string>.Empty.Add(TagName, mark);
        long started = _time.GetTimestamp();
        using (UsageScope.Begin(new UsageDimensions { Tags = tags }))
        {
            await code(cancellationToken).ConfigureAwait(false);
        }

        TimeSpan elapsed = _time.GetElapsedTime(started);
        FlushReport report = await tracker.FlushAsync(Deadline, cancellationToken).ConfigureAwait(false);
        if (report.Pending > 0)
            throw new TimeoutException($"{report.Pending} records are not stored after {Deadline}: is the store up?");

        UsageRecord[] records =
            [.. usage.Records.Where(r => r.Dimensions.Tags.GetValueOrDefault(TagName) == mark)];
        return new MeasuredUsage { Records = records, Totals = RecordedUsage.Sum(records), Elapsed = elapsed };
    }
}
