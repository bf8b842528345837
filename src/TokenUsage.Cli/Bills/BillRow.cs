namespace TokenUsage.Cli.Bills;

/// <summary>One day and model of a bill beside the records of it.</summary>
/// <param name="Stated">What the provider says; without any number where only records exist.</param>
/// <param name="Recorded">What was recorded; <see langword="null"/> where nothing was.</param>
internal sealed record BillRow(BillItem Stated, UsageTotals? Recorded)
{
    public DateOnly Day => Stated.Day;

    /// <summary>Gets the model; <see langword="null"/> when the row is about the whole day.</summary>
    public string? Model => Stated.Model;

    /// <summary>Gets what is measured: each number that the provider states.</summary>
    public IEnumerable<BillGap> Gaps
    {
        get
        {
            // A call with an error status is on nobody's bill.
            long requests = Recorded is { } totals ? totals.Succeeded + totals.Interrupted : 0;
            if (Stated.Requests is { } stated) yield return new BillGap("requests", stated, requests);
            if (Stated.Input is { } input) yield return new BillGap("input", input, Recorded?.Tokens.Input ?? 0);
            if (Stated.CachedInput is { } cached)
                yield return new BillGap("cached", cached, Recorded?.Tokens.CachedInput ?? 0);
            if (Stated.Output is { } output) yield return new BillGap("output", output, Recorded?.Tokens.Output ?? 0);
            if (Stated.Usd is { } usd) yield return new BillGap("usd", usd, Recorded?.PricedUsd ?? 0);
        }
    }

    /// <summary>Whether every number that the provider states is met, within so many per cent of it.</summary>
    public bool Agrees(decimal tolerancePercent) => Gaps.All(gap => gap.IsWithin(tolerancePercent));
}
