namespace TokenUsage;

/// <summary>Where a series goes.</summary>
public enum TrendDirection
{
    /// <summary>Neither up nor down by more than a tenth of its mean over the range.</summary>
    Flat,

    /// <summary>Up.</summary>
    Rising,

    /// <summary>Down.</summary>
    Falling,
}
