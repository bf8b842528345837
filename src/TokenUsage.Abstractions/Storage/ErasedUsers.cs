using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TokenUsage.Storage;

/// <summary>Users that a store of this process has erased, for records of theirs that were still under way.</summary>
/// <remarks>In memory only: a list on disk would be one more file that names them. Safe for concurrent use.</remarks>
public sealed class ErasedUsers
{
    // Records are under way for seconds, not for thousands of erasures.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, string Label)> _erased =
        new(StringComparer.Ordinal);

    /// <summary>Notes that a user has been erased.</summary>
    /// <param name="identity">The user, by a name or pseudonym that records carry.</param>
    /// <param name="at">When; records that started later keep their user.</param>
    /// <param name="label">What stands in the user's place.</param>
    public void Add(string identity, DateTimeOffset at, string label)
    {
        if (_erased.Count >= Most) _erased.Clear();
        _erased[identity] = (at, label);
    }

    /// <summary>Takes the user out of a record that started before the user was erased.</summary>
    /// <returns>The record as it may be stored: the same one, unless its user was erased.</returns>
    public UsageRecord Hide(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

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
