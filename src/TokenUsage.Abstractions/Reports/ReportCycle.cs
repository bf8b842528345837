namespace TokenUsage;

/// <summary>How often a scheduled report is made; each covers the last whole day, week or month.</summary>
public enum ReportCycle
{
    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every week, from Monday on.</summary>
    Week,

    /// <summary>Every month.</summary>
    Month,
}
