namespace TokenUsage;

/// <summary>The calendar period that a rule sums up.</summary>
public enum AlertPeriod
{
    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A local day.</summary>
    Day,

    /// <summary>Seven local days from Monday.</summary>
    Week,
}
