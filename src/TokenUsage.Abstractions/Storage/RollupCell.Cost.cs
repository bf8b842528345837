namespace TokenUsage.Storage;

/// <content>What records cost, and that it may be corrected later.</content>
public sealed partial class RollupCell
{
    // All that a correction can leave below zero in a cell which holds the correction and not the record.
    private static readonly CellCounter[] CostCounters =
        [CellCounter.Priced, CellCounter.Unpriced, CellCounter.PartlyPriced, CellCounter.UnpricedTokens];

    /// <summary>Takes out what a record cost and puts in what it costs.</summary>
    /// <remarks>
    /// Also without the record in the cell: such a cell holds the difference, and added to those of the records it gives the
    /// corrected sums. So a store corrects by appending, whatever it has packed its cells into.
    /// </remarks>
    /// <param name="before">The record as it was counted.</param>
    /// <param name="after">The same record with another cost.</param>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void Correct(in RollupSample before, in RollupSample after)
    {
        RemoveCost(before);
        AddCost(after);
    }

    private void AddCost(in RollupSample sample)
    {
        if (sample.Outcome == CallOutcome.Cached) _avoidedUsd += sample.Usd ?? 0;
        if (!sample.IsBillable) return;

        if (sample.CostStatus == CostStatus.Partial) this[CellCounter.PartlyPriced] += sample.Weight;
        if (sample.Usd is not { } usd)
        {
            this[CellCounter.Unpriced] += sample.Weight;
            this[CellCounter.UnpricedTokens] =
                checked(this[CellCounter.UnpricedTokens] + (sample.Tokens.Total ?? 0));
            return;
        }

        this[CellCounter.Priced] += sample.Weight;
        _usd += usd;
        if (sample.IsCostEstimated) _estimatedUsd += usd;
    }

    private void RemoveCost(in RollupSample sample)
    {
        if (sample.Outcome == CallOutcome.Cached) _avoidedUsd -= sample.Usd ?? 0;
        if (!sample.IsBillable) return;

        if (sample.CostStatus == CostStatus.Partial) this[CellCounter.PartlyPriced] -= sample.Weight;
        if (sample.Usd is not { } usd)
        {
            this[CellCounter.Unpriced] -= sample.Weight;
            this[CellCounter.UnpricedTokens] =
                checked(this[CellCounter.UnpricedTokens] - (sample.Tokens.Total ?? 0));
            return;
        }

        this[CellCounter.Priced] -= sample.Weight;
        _usd -= usd;
        if (sample.IsCostEstimated) _estimatedUsd -= usd;
    }

    private void WriteLess(CellWriter writer)
    {
        foreach (CellCounter counter in CostCounters) writer.Write(Math.Max(-this[counter], 0));
    }

    private void MergeLess(ref CellReader reader)
    {
        foreach (CellCounter counter in CostCounters) this[counter] = checked(this[counter] - reader.ReadCount());
    }
}
