namespace TokenUsage.Cli.Bills;

/// <summary>One number of a bill and what was recorded for it.</summary>
internal readonly record struct BillGap(string Measure, decimal Stated, decimal Recorded)
{
    // Bills are rounded to it.
    private const decimal Cent = 0.01m;

    /// <summary>Gets what the bill has more than the records.</summary>
    public decimal Missing => Stated - Recorded;

    /// <summary>Gets <see cref="Missing"/> in per cent of the bill, unless that is zero.</summary>
    public decimal? Percent => Stated == 0 ? null : 100 * Missing / Stated;

    public bool IsWithin(decimal tolerancePercent)
    {
        decimal allowed = Math.Abs(Stated) * tolerancePercent / 100;
        return Math.Abs(Missing) <= (Measure == "usd" ? Math.Max(allowed, Cent) : allowed);
    }
}
