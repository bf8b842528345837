namespace TokenUsage;

/// <summary>Where a record's token counts come from.</summary>
public enum UsageSource
{
    /// <summary>The provider stated them, completely.</summary>
    Reported,

    /// <summary>The provider stated a part before the answer broke off; the rest is an estimate or missing.</summary>
    Partial,

    /// <summary>The provider stated nothing; the counts are an estimate.</summary>
    Estimated,

    /// <summary>Nobody knows: the counts are <see langword="null"/>.</summary>
    Unreported,
}
