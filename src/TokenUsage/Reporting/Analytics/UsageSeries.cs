namespace TokenUsage.Reporting.Analytics;

/// <summary>Points one step apart. A value that is no number is missing.</summary>
internal sealed record UsageSeries(string? Key, DateTimeOffset[] Starts, double[] Values)
{
    /// <summary>Leaves out what lies before the first use: nothing had happened yet, which is no history of zeros.</summary>
    public UsageSeries FromFirstUse()
    {
        int first = Array.FindIndex(Values, value => double.IsFinite(value) && value != 0);
        return first <= 0 ? this : new UsageSeries(Key, Starts[first..], Values[first..]);
    }
}
