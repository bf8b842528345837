namespace TokenUsage.Storage;

/// <summary>The width of rollups. All widths are cut in UTC. The numbers are part of stored formats.</summary>
public enum RollupGrain
{
    /// <summary>Fifteen minutes: the greatest width that divides the offsets of all of today's time zones.</summary>
    QuarterHour = 0,

    /// <summary>A UTC day.</summary>
    Day = 1,

    /// <summary>A minute: kept for as long as single records are, by stores that say so in <see cref="StoreHorizon"/>.</summary>
    Minute = 2,
}
