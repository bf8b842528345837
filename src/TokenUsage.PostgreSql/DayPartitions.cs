using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql;

/// <summary>Makes the partitions of days before records need them.</summary>
/// <remarks>
/// A day whose partition cannot be made now, because a long query holds the table, loses nothing: its records lie in the
/// default partition until one is made. Days far from today stay there.
/// </remarks>
internal sealed class DayPartitions(Database database)
{
    private const int MostKnown = 1_000;

    private readonly ConcurrentDictionary<DateOnly, byte> _known = new();
    private readonly string _add = database.Sql(
        "SELECT $schema$.add_partition(d) FROM unnest($1) AS days (d) ORDER BY d");

    public async ValueTask EnsureAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        HashSet<DateOnly>? missing = null;
        foreach (StoredRecord record in records)
        {
            if (record.Day == DateOnly.MinValue || _known.ContainsKey(record.Day)) continue;
            missing ??= [];
            missing.Add(record.Day);
            missing.Add(record.Day.AddDays(1)); // so that midnight meets a partition that is there
        }

        if (missing is null) return;
        await AddAsync([.. missing.Where(day => !_known.ContainsKey(day))], cancellationToken).ConfigureAwait(false);
        if (_known.Count > MostKnown) _known.Clear();
        foreach (StoredRecord record in records) _known.TryAdd(record.Day, 0);
    }

    /// <summary>Forgets what it knows: partitions were dropped.</summary>
    public void Forget() => _known.Clear();

    private async Task AddAsync(DateOnly[] days, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.Source.CreateCommand(_add);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, days);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (StoreFaults.IsCollision(exception))
        {
            // The records go to the default partition, and move when the next process makes the day's.
        }
    }
}
