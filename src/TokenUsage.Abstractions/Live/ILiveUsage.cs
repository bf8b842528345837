namespace TokenUsage;

/// <summary>Answers from memory what is used right now: no store is asked.</summary>
/// <remarks>
/// Holds the last hour by the minute, the last two days by the hour and the last five weeks by the day, in bounded memory;
/// after a start these are read from the store. For exact ranges and everything older ask <see cref="ITokenUsageStats"/>.
/// </remarks>
public interface ILiveUsage
{
    /// <summary>Gets how full the memory is, and what did not fit.</summary>
    LiveStatistics Statistics { get; }

    /// <summary>Reads a window of time.</summary>
    /// <exception cref="ArgumentException">The window is empty, or the dimension is not kept; the message lists those that are.</exception>
    LiveReading Read(LiveQuery query);
}
