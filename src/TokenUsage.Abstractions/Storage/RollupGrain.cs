namespace TokenUsage.Storage;

/// <summary>The width of rollups. Both widths are cut in UTC.</summary>
public enum RollupGrain
{
    /// <summary>Fifteen minutes: the greatest width that divides the offsets of all of today's time zones.</summary>
    QuarterHour,

    /// <summary>A UTC day.</summary>
    Day,
}
