namespace TokenUsage;

/// <summary>What one account is charged for one model on one day.</summary>
public sealed record ReportCharge
{
    /// <summary>Gets the account: a value of <see cref="ReportRequest.ChargeTo"/>; null for calls that name none.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model; null where none is known.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the start of the day in the report's zone, or of the period where that begins later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the end of the day, not included, or of the period where that ends earlier.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets what was used, and its cost.</summary>
    public required UsageTotals Totals { get; init; }
}
