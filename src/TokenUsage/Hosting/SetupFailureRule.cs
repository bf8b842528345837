namespace TokenUsage;

/// <summary>What happens when the monitor cannot be set up: a setting out of range, a store that does not open.</summary>
public enum SetupFailureRule
{
    /// <summary>The application does not start, and the exception says what mends it.</summary>
    Throw,

    /// <summary>The application runs without the monitor; a critical line in the log says so, and why. Quotas hold nobody then.</summary>
    RunUnmonitored,
}
