using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>The cubes of the store, and the numbers under which the database keeps them.</summary>
internal sealed class CubeList
{
    private readonly short[] _numbers;

    private CubeList(IReadOnlyList<UsageCube> cubes, short[] numbers)
    {
        Cubes = cubes;
        _numbers = numbers;
    }

    public IReadOnlyList<UsageCube> Cubes { get; }

    /// <summary>Says whether a cube has a list of its keys for each slice: the users have, since they are counted.</summary>
    public static bool HasKeyLists(UsageCube cube) => cube.Dimensions is [var only] && only == Dimension.User;

    /// <summary>Finds the cubes' numbers, and gives numbers to those that are new.</summary>
    public static async Task<CubeList> OpenAsync(
        Database database, IReadOnlyList<UsageCube> cubes, CancellationToken cancellationToken)
    {
        Dictionary<string, short> known = await ReadAsync(database, cancellationToken).ConfigureAwait(false);
        string[] missing = [.. cubes.Select(c => c.Name).Where(name => !known.ContainsKey(name))];
        if (missing.Length > 0)
        {
            NpgsqlCommand add = database.Source.CreateCommand(database.Sql(
                """
                WITH locked AS (SELECT pg_advisory_xact_lock(hashtext('$schema$'), 2))
                INSERT INTO $schema$.rollup_cube
                SELECT (SELECT coalesce(max(id), -1) FROM $schema$.rollup_cube) + n, name
                FROM unnest($1) WITH ORDINALITY AS c (name, n), locked
                ON CONFLICT (name) DO NOTHING
                """));
            await using ConfiguredAsyncDisposable closing = add.ConfigureAwait(false);
            DimensionSql.Add(add.Parameters, missing);
            await add.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            known = await ReadAsync(database, cancellationToken).ConfigureAwait(false);
        }

        return new CubeList(cubes, [.. cubes.Select(c => known[c.Name])]);
    }

    public short NumberAt(int index) => _numbers[index];

    public short NumberOf(UsageCube cube)
    {
        for (int i = 0; i < Cubes.Count; i++)
        {
            if (Cubes[i].Name == cube.Name) return _numbers[i];
        }

        throw new ArgumentException(
            $"The database keeps no cube '{cube}'; read one of {nameof(IUsageStore)}.{nameof(IUsageStore.Cubes)}.",
            nameof(cube));
    }

    private static async Task<Dictionary<string, short>> ReadAsync(
        Database database, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.Source.CreateCommand(
            database.Sql("SELECT name, id FROM $schema$.rollup_cube"));
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        var numbers = new Dictionary<string, short>(StringComparer.Ordinal);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            numbers.Add(reader.GetString(0), reader.GetInt16(1));
        }

        return numbers;
    }
}
