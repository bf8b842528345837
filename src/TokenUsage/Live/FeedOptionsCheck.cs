namespace TokenUsage.Live;

/// <summary>Says which member of a subscription is out of range, and what would be in it.</summary>
internal static class FeedOptionsCheck
{
    private const int MaxCapacity = 1 << 20;
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    public static void Require(FeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(
            options.Capacity is >= 1 and <= MaxCapacity, nameof(options.Capacity), options.Capacity, "1 to 1,048,576");
        Require(
            options.Interval >= TimeSpan.Zero && options.Interval <= MaxInterval, nameof(options.Interval),
            options.Interval, "zero to one hour");
        Require(options.Replay >= 0, nameof(options.Replay), options.Replay, "0 or more");
        Require(
            Enum.IsDefined(options.WhenFull), nameof(options.WhenFull), options.WhenFull,
            string.Join(", ", Enum.GetNames<SlowSubscriberRule>()));
    }

    private static void Require(bool holds, string member, object value, string range)
    {
        if (holds) return;
        throw new ArgumentOutOfRangeException(
            $"{nameof(FeedOptions)}.{member}", value, $"The subscription's {member} is {value}; use {range}.");
    }
}
