namespace TokenUsage.AspNetCore.Json;

/// <summary>The whole service in one answer, for administrators.</summary>
internal sealed record ServiceOverview
{
    public required DateTimeOffset AsOf { get; init; }

    public required long Pending { get; init; }

    public required UsageTotals Totals { get; init; }

    /// <summary>Gets the totals of the same length of time before.</summary>
    public required UsageTotals Previous { get; init; }

    public required int Users { get; init; }

    public required int Projects { get; init; }

    /// <summary>Gets usage by user, project, model, provider, feature, agent and outcome.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<UsageGroup>> Breakdowns { get; init; }

    /// <summary>Gets the quotas of everybody, the rates among them: used, held, limit, when they begin anew.</summary>
    public required IReadOnlyList<QuotaStatus> Quotas { get; init; }

    public required AlertSummary Alerts { get; init; }

    public required HealthLevel Health { get; init; }
}
