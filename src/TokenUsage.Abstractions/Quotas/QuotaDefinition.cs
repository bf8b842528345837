namespace TokenUsage;

/// <summary>A limit on what calls may use in a time.</summary>
/// <remarks>
/// Every quota that matches a call is checked, all of them in one step: organisation, team and user limits are three
/// quotas.
/// </remarks>
public sealed record QuotaDefinition
{
    /// <summary>Gets the name, by which the quota is changed, removed and reported.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what is counted.</summary>
    public required QuotaUnit Unit { get; init; }

    /// <summary>Gets the limit, in the unit.</summary>
    /// <value>From 0 to 2⁵³, or to 9,007,199 US dollars. Zero refuses every call that counts.</value>
    public required decimal Limit { get; init; }

    /// <summary>
    /// Gets the dimensions of which each combination of values has the limit to itself; none: one for all calls.
    /// </summary>
    /// <value>
    /// At most four. Calls that lack a value share one account, so that leaving it out is no way round a limit.
    /// </value>
    public IReadOnlyList<Dimension> Per { get; init; } = [];

    /// <summary>Gets the conditions that a call must fulfil, all of them, for the quota to count it.</summary>
    public IReadOnlyList<QuotaMatch> Where { get; init; } = [];

    /// <summary>Gets the time over which the limit holds.</summary>
    /// <value>The default is a day, in UTC.</value>
    public QuotaWindow Window { get; init; } = new();

    /// <summary>
    /// Gets the most that may be used at once, of a quota whose window is a <see cref="QuotaWindowKind.Burst"/>.
    /// </summary>
    /// <value>The default is <see cref="Limit"/>.</value>
    public decimal? Burst { get; init; }

    /// <summary>Gets what happens at the limit.</summary>
    public QuotaMode Mode { get; init; } = QuotaMode.Enforce;

    /// <summary>Gets how much a call holds while it is under way.</summary>
    /// <value>The default is <see cref="QuotaEstimate.UpperBound"/>.</value>
    public QuotaEstimate Estimate { get; init; } = QuotaEstimate.UpperBound;

    /// <summary>Gets the share of the limit at which a warning is raised.</summary>
    /// <value>Above 0 and at most 1; <see langword="null"/> raises none.</value>
    public double? WarnAt { get; init; }

    /// <summary>Gets the share of the limit at which a critical warning is raised.</summary>
    /// <value>Above 0 and at most 1; <see langword="null"/> raises none.</value>
    public double? CriticalAt { get; init; }
}
