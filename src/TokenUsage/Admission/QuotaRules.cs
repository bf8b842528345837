namespace TokenUsage.Admission;

/// <summary>Finds everything that is wrong with a quota.</summary>
internal static class QuotaRules
{
    private const int MostDimensions = 4;
    private const int LongestName = 100;

    private static readonly TimeSpan ShortestLength = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLength = TimeSpan.FromDays(400);

    // What is only known after the call cannot decide whether it is made.
    private static readonly Dimension[] KnownBefore =
    [
        Dimension.User, Dimension.Session, Dimension.Agent, Dimension.Feature, Dimension.Project, Dimension.Provider,
        Dimension.Model,
    ];

    public static IEnumerable<string> FaultsOf(QuotaDefinition quota) =>
        NameFaults(quota)
            .Concat(LimitFaults(quota))
            .Concat(DimensionFaults(quota))
            .Concat(WindowFaults(quota.Window))
            .Concat(ShareFaults("WarnAt", quota.WarnAt))
            .Concat(ShareFaults("CriticalAt", quota.CriticalAt))
            .Select(fault => $"Quota '{quota.Name}': {fault}");

    public static string? LimitFault(QuotaUnit unit, string name, decimal limit)
    {
        decimal most = QuotaScale.MaxOf(unit);
        if (limit < 0 || limit > most) return $"{name} is {limit}; it must be from 0 to {most:0.##}.";
        return unit != QuotaUnit.Usd && limit != decimal.Floor(limit)
            ? $"{name} is {limit}; {unit} are counted in whole numbers."
            : null;
    }

    private static IEnumerable<string> NameFaults(QuotaDefinition quota)
    {
        if (string.IsNullOrWhiteSpace(quota.Name)) yield return "it has no name. Give one to AddQuota.";
        else if (quota.Name.Length > LongestName)
        {
            yield return $"its name has {quota.Name.Length} characters; it must have at most {LongestName}.";
        }
    }

    private static IEnumerable<string> LimitFaults(QuotaDefinition quota)
    {
        if (!Enum.IsDefined(quota.Unit)) yield return $"its unit is {quota.Unit}, which is none of QuotaUnit.";
        if (!Enum.IsDefined(quota.Mode)) yield return $"its mode is {quota.Mode}, which is none of QuotaMode.";
        if (!Enum.IsDefined(quota.Estimate))
        {
            yield return $"its estimate is {quota.Estimate}, which is none of QuotaEstimate.";
        }

        if (LimitFault(quota.Unit, "Limit", quota.Limit) is { } fault) yield return fault;
        if (quota.Burst is not { } burst) yield break;

        if (LimitFault(quota.Unit, "Burst", burst) is { } burstFault) yield return burstFault;
        if (quota.Window.Kind != QuotaWindowKind.Burst)
        {
            yield return $"Burst is {burst}, but its window is a {quota.Window.Kind}. Set the window with Burst(…).";
        }
    }

    private static IEnumerable<string> DimensionFaults(QuotaDefinition quota)
    {
        if (quota.Per.Count > MostDimensions)
        {
            yield return $"Per has {quota.Per.Count} dimensions; it must have at most {MostDimensions}.";
        }

        if (quota.Per.Distinct().Count() < quota.Per.Count) yield return "Per names a dimension twice.";
        foreach (Dimension dimension in quota.Per.Concat(quota.Where.Select(match => match.Dimension)))
        {
            if (dimension.TagName is not null || KnownBefore.Contains(dimension)) continue;
            yield return $"the dimension '{dimension}' is not known before the call. "
                + $"Use one of {string.Join(", ", KnownBefore)}, or 'tag:' and the tag's name.";
        }

        foreach (QuotaMatch match in quota.Where)
        {
            if (string.IsNullOrEmpty(match.Value)) yield return $"Where gives no value for '{match.Dimension}'.";
        }
    }

    private static IEnumerable<string> WindowFaults(QuotaWindow window)
    {
        if (!Enum.IsDefined(window.Kind)) yield return $"its window's kind is {window.Kind}, which is none.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(window.TimeZone, out _))
        {
            yield return $"the time zone '{window.TimeZone}' is not known here. Use an IANA name: 'Europe/Berlin'.";
        }

        if (!Enum.IsDefined(window.WeekStart)) yield return $"WeekStart is {window.WeekStart}, which is no day.";
        if (window.AnchorDay is < 1 or > 31) yield return $"AnchorDay is {window.AnchorDay}; it must be from 1 to 31.";
        if (window.AnchorMonth is < 1 or > 12)
        {
            yield return $"AnchorMonth is {window.AnchorMonth}; it must be from 1 to 12.";
        }

        if (window.Kind is not (QuotaWindowKind.Sliding or QuotaWindowKind.Burst)) yield break;

        if (window.Length < ShortestLength || window.Length > LongestLength)
        {
            yield return $"its window's Length is {window.Length}; it must be from 1 second to 400 days.";
        }

        if (window.Parts is < 1 or > 1_000) yield return $"Parts is {window.Parts}; it must be from 1 to 1000.";
    }

    private static IEnumerable<string> ShareFaults(string name, double? share)
    {
        if (share is { } given && !(given > 0 && given <= 1))
        {
            yield return $"{name} is {given}; it must be above 0 and at most 1 (0.8 for 80 %).";
        }
    }
}
