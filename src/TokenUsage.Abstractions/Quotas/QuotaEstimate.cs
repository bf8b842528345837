namespace TokenUsage;

/// <summary>
/// How much a call is taken to use while it is under way, and with it how far a quota can be overshot.
/// </summary>
public enum QuotaEstimate
{
    /// <summary>
    /// The most the call can use: its output cap, else the model's. Overshoot: none while providers honour the cap.
    /// </summary>
    UpperBound,

    /// <summary>
    /// What calls of that model usually use: the 95th percentile of recent outputs, at least 256 tokens.
    /// </summary>
    Expected,

    /// <summary>The prompt alone. Overshoot: the output of the calls under way.</summary>
    InputOnly,

    /// <summary>Nothing: charged after the answer. Overshoot: everything under way when the limit is reached.</summary>
    None,
}
