namespace TokenUsage.Reporting;

/// <summary>What other prices change for one model.</summary>
internal sealed class RepricedModel
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    public long Records { get; private set; }

    /// <summary>How many records cost something else, or are priced where they were not.</summary>
    public long Changed { get; set; }

    /// <summary>How many records were not priced again: their cost was stated, summed up or agreed on.</summary>
    public long Kept { get; set; }

    public decimal BeforeUsd { get; private set; }

    public decimal AfterUsd { get; private set; }

    public long UnpricedBefore { get; private set; }

    public long UnpricedAfter { get; private set; }

    public void Add(Cost before, Cost after)
    {
        Records++;
        BeforeUsd += before.Usd ?? 0;
        AfterUsd += after.Usd ?? 0;
        if (before.Status == CostStatus.Unpriced) UnpricedBefore++;
        if (after.Status == CostStatus.Unpriced) UnpricedAfter++;
    }
}
