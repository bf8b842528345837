namespace TokenUsage.Alerting.Rules;

/// <summary>The alerts whose rule must be looked at again: those that are active, and those kept quiet until all is well.</summary>
internal static class OpenAlerts
{
    private const int Most = 10_000;

    public static AlertQuery Of(string? rule) => new()
    {
        Rule = rule,
        States = [AlertState.Firing, AlertState.Acknowledged, AlertState.Dismissed],
        Limit = Most,
    };
}
