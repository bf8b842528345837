using System.Collections.Immutable;

namespace TokenUsage.Pricing;

/// <summary>Whether prices are fresh and known.</summary>
internal sealed class PriceHealth(
    PriceRefresher prices, UnpricedLedger unpriced, TimeProvider time) : IHealthContributor
{
    public string Name => "prices";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        LoadedSource[] faulty = [.. prices.Sources.Where(source => source.Fault is not null)];
        LoadedSource[] stale = [.. prices.Sources.Where(source => source.IsStaleReported)];
        bool isWell = faulty.Length + stale.Length == 0 && unpriced.Calls == 0;
        return new(new ComponentHealth
        {
            Name = Name,
            Level = isWell ? HealthLevel.Healthy : HealthLevel.Degraded,
            Description = isWell ? "Every call was priced." : Describe(faulty, stale),
            Recommendation = isWell ? null : "Import newer prices, or map the models that the log names.",
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("unpriced_calls", unpriced.Calls).Add("unpriced_tokens", unpriced.Tokens)
                .Add("oldest_hours", Oldest()),
        });
    }

    private string Describe(LoadedSource[] faulty, LoadedSource[] stale)
    {
        List<string> parts = [];
        if (faulty.Length > 0) parts.Add($"not loaded: {Names(faulty)}");
        if (stale.Length > 0) parts.Add($"out of date: {Names(stale)}");
        if (unpriced.Calls > 0) parts.Add($"{unpriced.Calls} calls have no price");
        return string.Join("; ", parts) + ".";
    }

    private double Oldest() => prices.Sources
        .Where(source => source.Loaded is not null)
        .Select(source => (time.GetUtcNow() - source.LoadedAt).TotalHours)
        .DefaultIfEmpty(0).Max();

    private static string Names(LoadedSource[] sources) => string.Join(", ", sources.Select(s => s.Source.Name));
}
