namespace TokenUsage.AspNetCore.Json;

/// <summary>What the pages need to know before they ask for numbers.</summary>
internal sealed record DashboardSettings
{
    public required string TimeZone { get; init; }

    public required IReadOnlyList<string> Overview { get; init; }

    public required bool CanWrite { get; init; }

    public required bool SeesEverything { get; init; }

    public required string Version { get; init; }
}
