using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>The numbers of rollup keys, and the keys behind numbers. Numbers are never given twice.</summary>
internal sealed class KeyTable(Database database)
{
    private const int MaxCached = 100_000;

    private readonly ConcurrentDictionary<long, string?[]> _texts = new();
    private readonly string _find = database.Sql(
        "SELECT digest, id FROM $schema$.rollup_key WHERE digest = ANY ($1)");

    private readonly string _read = database.Sql("SELECT id, texts FROM $schema$.rollup_key WHERE id = ANY ($1)");

    /// <summary>Finds the numbers of keys, and gives new ones, inside the caller's transaction.</summary>
    /// <param name="connection">The connection of a merge.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="numbers">The numbers that this merge knows already; is added to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task NumberAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<RollupKey> keys,
        Dictionary<RollupKey, long> numbers,
        CancellationToken cancellationToken)
    {
        Dictionary<Guid, RollupKey> unknown = keys.Where(k => !numbers.ContainsKey(k)).ToDictionary(k => k.Digest());
        await FindAsync(connection, unknown, numbers, cancellationToken).ConfigureAwait(false);
        if (unknown.Count == 0) return;

        await AddAsync(connection, unknown, cancellationToken).ConfigureAwait(false);
        await FindAsync(connection, unknown, numbers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the texts behind numbers.</summary>
    public async Task<IReadOnlyDictionary<long, string?[]>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> numbers, CancellationToken cancellationToken)
    {
        if (_texts.Count > MaxCached) _texts.Clear();
        var texts = new Dictionary<long, string?[]>(numbers.Count);
        foreach (long number in numbers)
        {
            if (_texts.TryGetValue(number, out string?[]? known)) texts.Add(number, known);
        }

        long[] unknown = [.. numbers.Where(n => !texts.ContainsKey(n))];
        if (unknown.Length == 0) return texts;

        var command = new NpgsqlCommand(_read, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, unknown);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            texts[reader.GetInt64(0)] = _texts[reader.GetInt64(0)] = reader.GetFieldValue<string?[]>(1);
        }

        return texts;
    }

    private async Task FindAsync(
        NpgsqlConnection connection,
        Dictionary<Guid, RollupKey> unknown,
        Dictionary<RollupKey, long> numbers,
        CancellationToken cancellationToken)
    {
        if (unknown.Count == 0) return;
        var command = new NpgsqlCommand(_find, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add<Guid[]>(command.Parameters, [.. unknown.Keys]);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (unknown.Remove(reader.GetGuid(0), out RollupKey key)) numbers[key] = reader.GetInt64(1);
        }
    }

    // One statement for each number of dimensions: arrays of arrays must all have the same length.
    private async Task AddAsync(
        NpgsqlConnection connection, Dictionary<Guid, RollupKey> unknown, CancellationToken cancellationToken)
    {
        foreach (IGrouping<int, KeyValuePair<Guid, RollupKey>> keys in unknown.GroupBy(k => k.Value.Count))
        {
            string columns = string.Concat(Enumerable.Range(1, keys.Key).Select(i => $", t{i}"));
            string arrays = string.Concat(Enumerable.Range(2, keys.Key).Select(i => $", ${i}::text[]"));
            string texts = keys.Key == 0 ? "'{}'" : $"ARRAY[{columns[2..]}]";
            var command = new NpgsqlCommand(
                database.Sql(
                    $"""
                    INSERT INTO $schema$.rollup_key (digest, texts)
                    SELECT digest, {texts} FROM unnest($1{arrays}) AS k (digest{columns})
                    ON CONFLICT (digest) DO NOTHING
                    """),
                connection);
            await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
            DimensionSql.Add<Guid[]>(command.Parameters, [.. keys.Select(k => k.Key)]);
            for (int i = 0; i < keys.Key; i++)
            {
                string?[] values = [.. keys.Select(k => k.Value[i])];
                command.Parameters.Add(new NpgsqlParameter<string?[]>
                {
                    TypedValue = values,
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                });
            }

            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
