using TokenUsage.Admission;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Storage;

namespace TokenUsage.Alerting.Rules;

/// <summary>Notes on whose behalf calls were made since the last look, as far as quotas tell subjects apart.</summary>
internal sealed class QuotaSubjects(QuotaGate gate, TimeProvider time) : IUsageObserver
{
    private const int Most = 10_000;
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _refusals = new(StringComparer.Ordinal);
    private Dictionary<string, UsageDimensions> _seen = new(StringComparer.Ordinal);

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        if (gate.Book.Rules.IsEmpty) return;
        Dimension[] dimensions = [.. gate.Book.Rules.SelectMany(rule => rule.Definition.Per).Distinct()];

        lock (_lock)
        {
            foreach (UsageRecord record in stored)
            {
                // What does not fit is noted with its next call, or by the one after.
                if (_seen.Count >= Most) return;
                string key = string.Join('\0', dimensions.Select(record.ValueOf));
                if (!_seen.ContainsKey(key)) _seen.Add(key, record.Dimensions);
            }
        }
    }

    /// <summary>Takes what was noted since the last look.</summary>
    public IReadOnlyList<UsageDimensions> Recent()
    {
        lock (_lock)
        {
            Dictionary<string, UsageDimensions> seen = _seen;
            _seen = new Dictionary<string, UsageDimensions>(StringComparer.Ordinal);
            return [.. seen.Values.Append(UsageDimensions.None)];
        }
    }

    /// <summary>Notes that a quota has refused a call.</summary>
    public void NoteRefusal(string quota, string account)
    {
        // The account without its rule: what follows the first bar are the dimensions' values.
        int values = account.IndexOf('|', StringComparison.Ordinal);
        lock (_lock)
        {
            if (_refusals.Count >= Most) _refusals.Clear();
            _refusals[quota + (values < 0 ? "" : account[values..])] = time.GetUtcNow();
        }
    }

    public bool WasRefused(QuotaDefinition quota, UsageDimensions scope, DateTimeOffset at)
    {
        Dimension[] per = [.. quota.Per];
        string key = AccountText.Write(
            quota.Name, per, per.Select(dimension => AlertScope.ValueOf(scope, dimension)).ToArray());
        lock (_lock) return _refusals.TryGetValue(key, out DateTimeOffset last) && at - last < RefusalLasts;
    }
}
