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
    /// <remarks>A cube stays once it is there: if a process left it out, its sums would be wrong ever after.</remarks>
    public static async Task<CubeList> OpenAsync(
        Database database, IEnumerable<UsageCube> configured, CancellationToken cancellationToken)
    {
        string[] wanted = [.. UsageCube.Standard.Concat(configured).Select(c => c.Name).Distinct()];
        Dictionary<string, short> known = await ReadAsync(database, cancellationToken).ConfigureAwait(false);
        string[] missing = [.. wanted.Where(name => !known.ContainsKey(name))];
        if (missing.Length > 0)
        {
            await AddAsync(database, missing, cancellationToken).ConfigureAwait(false);
            known = await ReadAsync(database, cancellationToken).ConfigureAwait(false);
        }

        string[] standard = [.. UsageCube.Standard.Select(c => c.Name)];
        UsageCube[] cubes =
        [
            .. UsageCube.Standard,
            .. known.Keys.Except(standard).Select(name => new UsageCube(name.Split('+').Select(Dimension.Parse))),
        ];
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
            $"The database keeps no cube '{cube}'; read one of {nameof(IUsageStore)}.{nameof(IUsageStore.Cubes)}, or "
            + $"add it to {nameof(PostgreSqlStoreOptions)}.{nameof(PostgreSqlStoreOptions.Cubes)}.",
            nameof(cube));
    }

    // A cube that comes when there are records already is complete from the next quarter-hour on.
    private static async Task AddAsync(Database database, string[] missing, CancellationToken cancellationToken)
    {
        NpgsqlCommand add = database.Source.CreateCommand(database.Sql(
            """
            WITH locked AS (SELECT pg_advisory_xact_lock(hashtext('$schema$'), 2)),
            latest AS (SELECT max(extract(epoch FROM started_at)) AS seconds FROM $schema$.usage_record)
            INSERT INTO $schema$.rollup_cube (id, name, since)
            SELECT (SELECT coalesce(max(id), -1) FROM $schema$.rollup_cube) + n, name,
                coalesce(((floor(seconds / 900) + 1) * 900 * 10000000)::bigint + 621355968000000000, 0)
            FROM unnest($1) WITH ORDINALITY AS c (name, n), locked, latest
            ON CONFLICT (name) DO NOTHING
            """));
        await using ConfiguredAsyncDisposable closing = add.ConfigureAwait(false);
        DimensionSql.Add(add.Parameters, missing);
        await add.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
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
