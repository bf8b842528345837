using System.Text;

namespace TokenUsage.Admission;

/// <summary>Writes what identifies an account in every process: <c>user-day@day:UTC|user=alice</c>.</summary>
internal static class AccountText
{
    /// <summary>Writes an account. A missing value is <c>|user</c>, which no value can look like.</summary>
    public static string Write(string root, ReadOnlySpan<Dimension> per, ReadOnlySpan<string?> values)
    {
        var text = new StringBuilder(root);
        for (int i = 0; i < per.Length; i++)
        {
            text.Append('|').Append(per[i].Name);
            if (values[i] is { } value) text.Append('=').Append(Escape(value));
        }

        return text.ToString();
    }

    /// <summary>Describes the window's rule: a quota with another rule begins another account.</summary>
    public static string Describe(QuotaWindow window) => window.Kind switch
    {
        QuotaWindowKind.Week => $"week:{window.WeekStart}:{window.TimeZone}",
        QuotaWindowKind.Month => $"month:{window.AnchorDay}:{window.TimeZone}",
        QuotaWindowKind.Year => $"year:{window.AnchorMonth}-{window.AnchorDay}:{window.TimeZone}",
        QuotaWindowKind.Sliding => $"sliding:{UnixMicros.Of(window.Length)}/{window.Parts}",
        QuotaWindowKind.Burst => $"burst:{UnixMicros.Of(window.Length)}",
        QuotaWindowKind.Session => "session",
        QuotaWindowKind.Lifetime => "lifetime",
        QuotaWindowKind.Hour => $"hour:{window.TimeZone}",
        _ => $"day:{window.TimeZone}",
    };

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal);
}
