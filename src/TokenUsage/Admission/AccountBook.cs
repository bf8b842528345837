using System.Collections.Concurrent;
using System.Text;

namespace TokenUsage.Admission;

/// <summary>Finds the account of a call in one quota, making its text only once.</summary>
internal sealed class AccountBook(QuotaDefinition quota)
{
    private const int LongestValue = 256;

    // Emptied when full: accounts are the same by their text, and an order by use would cost each call a write.
    private const int MostAccounts = 100_000;

    private readonly ConcurrentDictionary<SubjectKey, QuotaAccount> _accounts = new();
    private readonly Dimension[] _per = [.. quota.Per];
    private readonly string _root = $"{quota.Name}@{Describe(quota.Window)}";

    public QuotaAccount Find(in AdmissionRequest call)
    {
        var key = new SubjectKey(ValueAt(0, call), ValueAt(1, call), ValueAt(2, call), ValueAt(3, call));
        return _accounts.TryGetValue(key, out QuotaAccount? account) ? account : Add(key);
    }

    private QuotaAccount Add(in SubjectKey key)
    {
        if (_accounts.Count >= MostAccounts) _accounts.Clear();
        return _accounts.GetOrAdd(key, new QuotaAccount(TextOf(key)));
    }

    private string? ValueAt(int index, in AdmissionRequest call)
    {
        string? value = index < _per.Length ? call.ValueOf(_per[index]) : null;
        return value?.Length > LongestValue ? value[..LongestValue] : value;
    }

    /// <summary>
    /// Writes <c>user-day@day:UTC|user=alice</c>; a missing value is <c>|user</c>, which no value can look like.
    /// </summary>
    private string TextOf(in SubjectKey key)
    {
        ReadOnlySpan<string?> values = [key.First, key.Second, key.Third, key.Fourth];
        var text = new StringBuilder(_root);
        for (int i = 0; i < _per.Length; i++)
        {
            text.Append('|').Append(_per[i].Name);
            if (values[i] is not { } value) continue;
            text.Append('=').Append(Escape(value));
        }

        return text.ToString();
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Describes the window's rule: a quota with another rule begins another account.</summary>
    private static string Describe(QuotaWindow window) => window.Kind switch
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
}
