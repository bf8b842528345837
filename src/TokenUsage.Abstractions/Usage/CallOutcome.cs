namespace TokenUsage;

/// <summary>How a call ended.</summary>
public enum CallOutcome
{
    /// <summary>The provider answered, and the answer was read to its end.</summary>
    Success,

    /// <summary>The provider, or the way to it, failed.</summary>
    Failed,

    /// <summary>A quota refused the call before it was sent.</summary>
    Refused,

    /// <summary>The caller stopped before the answer's end: cancelled, disposed early, or never read.</summary>
    Interrupted,

    /// <summary>The answer came from the application's own cache; nothing was billed.</summary>
    Cached,
}
