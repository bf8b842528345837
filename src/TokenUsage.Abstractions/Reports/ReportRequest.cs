using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>What a report is to be about.</summary>
public sealed class ReportRequest
{
    /// <summary>Gets the title.</summary>
    /// <value>"Language-model usage" by default.</value>
    public string Title { get; init; } = "Language-model usage";

    /// <summary>Gets the period.</summary>
    /// <value>The last 30 days by default.</value>
    public TimeRange Range { get; init; } = TimeRange.Last(TimeSpan.FromDays(30));

    /// <summary>Gets the IANA time zone of its days.</summary>
    /// <value>UTC by default.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets the filters.</summary>
    /// <remarks>
    /// With a filter there are no recommendations: they are made from all usage, and a report for one tenant must not tell
    /// of another.
    /// </remarks>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets the dimensions by which cost is shown, a table each.</summary>
    /// <value>Model, user, feature and project by default.</value>
    public IReadOnlyList<Dimension> CostBy { get; init; } =
        [Dimension.Model, Dimension.User, Dimension.Feature, Dimension.Project];

    /// <summary>Gets how many rows a table has at most; the rest is one row "other".</summary>
    /// <value>1 to 1,000; 10 by default.</value>
    public int Top { get; init; } = 10;

    /// <summary>Gets the dimension whose values are charged, a project or <c>tag:department</c>, day by day and model by model.</summary>
    /// <value>None by default: it takes a pass over the single records. The format <c>focus</c> needs one.</value>
    public Dimension? ChargeTo { get; init; }

    /// <summary>Gets whose quotas are shown.</summary>
    /// <value>Nobody's by default, which shows the quotas that hold for everyone together.</value>
    public UsageDimensions QuotasOf { get; init; } = UsageDimensions.None;

    /// <summary>Gets what else to print on it: who asked for it, a cost centre.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}
