namespace TokenUsage;

/// <summary>The unit of an interval.</summary>
public enum TimeUnit
{
    /// <summary>Sixty seconds.</summary>
    Minute,

    /// <summary>Sixty minutes; the hour in which clocks change is one too.</summary>
    Hour,

    /// <summary>A local day, of 23, 24, 24½ or 25 hours.</summary>
    Day,

    /// <summary>Seven local days from Monday.</summary>
    Week,

    /// <summary>A calendar month of the local zone.</summary>
    Month,
}
