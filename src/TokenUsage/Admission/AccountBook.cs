using System.Collections.Concurrent;

namespace TokenUsage.Admission;

/// <summary>
/// Finds the accounts of a call in all quotas that are kept by the same dimensions, with one look-up for all.
/// </summary>
internal sealed class AccountBook(IReadOnlyList<Dimension> per)
{
    private const int LongestValue = 256;

    // Emptied when full: accounts are the same by their text, and an order by use would cost each call a write.
    private const int MostSubjects = 100_000;

    private readonly ConcurrentDictionary<SubjectKey, QuotaAccount?[]> _subjects = new();
    private readonly Dimension[] _per = [.. per];
    private readonly List<string> _roots = [];

    public ReadOnlySpan<Dimension> Per => _per;

    /// <summary>Adds a quota, before the book is used.</summary>
    /// <returns>The quota's place in what <see cref="Find"/> returns.</returns>
    public int Add(QuotaDefinition quota)
    {
        _roots.Add($"{quota.Name}@{AccountText.Describe(quota.Window)}");
        return _roots.Count - 1;
    }

    /// <summary>Gets a subject's accounts; those that nobody asked for yet are null.</summary>
    public QuotaAccount?[] Find(in AdmissionRequest call)
    {
        SubjectKey key = KeyOf(call);
        if (_subjects.TryGetValue(key, out QuotaAccount?[]? accounts)) return accounts;

        if (_subjects.Count >= MostSubjects) _subjects.Clear();
        return _subjects.GetOrAdd(key, new QuotaAccount?[_roots.Count]);
    }

    /// <summary>
    /// Makes the account of a subject. Two threads may make it twice: accounts are the same by their text.
    /// </summary>
    public QuotaAccount Create(int place, in AdmissionRequest call)
    {
        SubjectKey key = KeyOf(call);
        return new QuotaAccount(
            AccountText.Write(_roots[place], _per, [key.First, key.Second, key.Third, key.Fourth]));
    }

    private SubjectKey KeyOf(in AdmissionRequest call) =>
        new(ValueAt(0, call), ValueAt(1, call), ValueAt(2, call), ValueAt(3, call));

    private string? ValueAt(int index, in AdmissionRequest call)
    {
        string? value = index < _per.Length ? call.ValueOf(_per[index]) : null;
        return value?.Length > LongestValue ? value[..LongestValue] : value;
    }
}
