namespace TokenUsage;

/// <summary>What a piece of text means. It never says what the text does not: it may be shown without colour.</summary>
public enum DashboardTone
{
    /// <summary>Plain text.</summary>
    Normal,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>What matters less.</summary>
    Quiet,

    /// <summary>What stands out without being good or bad: a chart.</summary>
    Accent,

    /// <summary>What is well.</summary>
    Good,

    /// <summary>What needs a look.</summary>
    Warning,

    /// <summary>What needs a hand.</summary>
    Critical,
}
