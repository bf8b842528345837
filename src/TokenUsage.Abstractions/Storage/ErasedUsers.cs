using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Users that this process erased, for records of theirs that were still under way.</summary>
/// <remarks>In memory only: a list on disk would be one more file that names them.</remarks>
internal sealed class ErasedUsers
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Label)> _erased =
        new(StringComparer.Ordinal);

    public void Add(string identity, DateTimeOffset at, string label)
    {
        if (_erased.Count >= Most) _erased.Clear(); // records are under way for seconds, not for thousands of erasures
        _erased[identity] = (at, label);
    }

    /// <summary>Takes the user out of a record that started before the user was erased.</summary>
    public UsageRecord Hide(UsageRecord record)
    {
        if (_erased.IsEmpty || record.Dimensions.User is not { } user) return record;
        if (!_erased.TryGetValue(user, out (DateTimeOffset At, string Label) erased)) return record;
        if (record.StartedAt >= erased.At) return record;

        return record with
        {
            ResponseId = null,
            Metadata = ImmutableDictionary<string, string>.Empty,
            Dimensions = record.Dimensions with { User = erased.Label, Session = null },
        };
    }
}
