using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Names what a change is about: a later change of the same replaces an earlier one.</summary>
internal static class QuotaChangeTarget
{
    public static string Of(QuotaChange change) => change.Kind switch
    {
        QuotaChangeKind.Halt or QuotaChangeKind.Resume => $"halt:{change.Scope}",
        QuotaChangeKind.Override => $"override:{change.Quota}|{Of(change.Subject ?? UsageDimensions.None)}",
        _ => $"quota:{change.Quota ?? change.Definition?.Name}",
    };

    private static string Of(UsageDimensions subject)
    {
        IEnumerable<string> tags = subject.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}");
        string[] own =
        [
            $"user={subject.User}", $"session={subject.Session}", $"agent={subject.Agent}",
            $"feature={subject.Feature}", $"project={subject.Project}",
        ];
        return string.Join('|', own.Concat(tags));
    }
}
