namespace TokenUsage;

/// <summary>Over which time a quota's limit holds.</summary>
public enum QuotaWindowKind
{
    /// <summary>An hour of the local clock.</summary>
    Hour,

    /// <summary>A local day, from its first midnight to the next day's: 23, 24 or 25 hours.</summary>
    Day,

    /// <summary>Seven local days from the chosen day of the week.</summary>
    Week,

    /// <summary>A month from the anchor day, which is brought into shorter months.</summary>
    Month,

    /// <summary>A year from the anchor month and day.</summary>
    Year,

    /// <summary>Any stretch of the given length, wherever it begins.</summary>
    Sliding,

    /// <summary>A bucket that refills evenly: the limit over the given length, and at most the burst at once.</summary>
    Burst,

    /// <summary>A session's life; a session that nobody used for a day begins anew.</summary>
    Session,

    /// <summary>For ever.</summary>
    Lifetime,
}
