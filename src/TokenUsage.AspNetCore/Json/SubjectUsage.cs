namespace TokenUsage.AspNetCore.Json;

/// <summary>What one user or one thread has used, and has left.</summary>
internal sealed record SubjectUsage
{
    public required string Id { get; init; }

    public required UsageSummary Summary { get; init; }

    public IReadOnlyList<QuotaStatus> Quotas { get; init; } = [];
}
