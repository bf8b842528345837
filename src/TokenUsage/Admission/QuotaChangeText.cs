using System.Globalization;

namespace TokenUsage.Admission;

/// <summary>Says in one line how something is after a change, for people who read an audit trail.</summary>
internal static class QuotaChangeText
{
    /// <summary>Describes the state after a change.</summary>
    /// <returns><see langword="null"/> when there is nothing any more.</returns>
    public static string? Of(QuotaChange change) => change.Kind switch
    {
        QuotaChangeKind.Define => Of(change.Definition!),
        QuotaChangeKind.Override when change.Limit is { } limit => OverrideOf(limit, change.Until),
        QuotaChangeKind.Halt => $"halted: {change.Reason}",
        _ => null,
    };

    /// <summary>Names the account of an override without its user, who is the entry's subject.</summary>
    public static string SubjectOf(QuotaChange change)
    {
        UsageDimensions? subject = change.Subject;
        IEnumerable<string> parts = new (string Name, string? Value)[]
        {
            ("user", subject?.User is null ? null : "{subject}"),
            ("session", subject?.Session), ("agent", subject?.Agent), ("feature", subject?.Feature),
            ("project", subject?.Project),
        }.Where(p => p.Value is not null).Select(p => $"{p.Name}={p.Value}");
        return string.Join(' ', parts);
    }

    private static string OverrideOf(decimal limit, DateTimeOffset? until) => until is { } end
        ? string.Create(CultureInfo.InvariantCulture, $"limit {limit} until {end.ToUniversalTime():O}")
        : string.Create(CultureInfo.InvariantCulture, $"limit {limit}");

    private static string Of(QuotaDefinition quota)
    {
        string per = quota.Per.Count == 0 ? "" : $" per {string.Join('+', quota.Per)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{quota.Limit} {quota.Unit}{per}, {quota.Window.Kind} in {quota.Window.TimeZone}, {quota.Mode}");
    }
}
