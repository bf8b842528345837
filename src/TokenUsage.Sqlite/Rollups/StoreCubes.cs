using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>The cubes of a database and their numbers: the standard ones by their place, the configured ones as registered.</summary>
internal sealed class StoreCubes
{
    /// <summary>Configured cubes begin here, so that there is room for more standard ones.</summary>
    public const int FirstOwn = 1_000;

    private static readonly int Users = IndexOf(UsageCube.Standard, new UsageCube(Dimension.User));

    private readonly UsageCube[] _cubes;
    private readonly int[] _ids;

    private StoreCubes(UsageCube[] cubes, int[] ids, Dictionary<string, DateTimeOffset> since)
    {
        _cubes = cubes;
        _ids = ids;
        Since = since;
    }

    public IReadOnlyList<UsageCube> All => _cubes;

    /// <summary>Gets the moments from which on the configured cubes are complete.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Since { get; private set; }

    /// <summary>Finds the cubes of the database, and registers those of the configuration that are new.</summary>
    /// <remarks>A cube stays once it is there: if the next process left it out, its sums would be wrong ever after.</remarks>
    public static StoreCubes Open(SqliteConnection connection, IEnumerable<UsageCube> configured)
    {
        using var add = new Statement(
            connection,
            $"""
            INSERT INTO rollup_cube
                SELECT coalesce(max(id) + 1, {FirstOwn}), ?,
                    (SELECT coalesce((max(started_at) / 9000000000 + 1) * 9000000000, 0) FROM usage_record)
                FROM rollup_cube WHERE true
                ON CONFLICT (name) DO NOTHING
            """);
        foreach (UsageCube cube in configured)
        {
            if (IndexOf(UsageCube.Standard, cube) >= 0) continue;
            add.Bind(0, cube.Name);
            add.Run();
        }

        List<UsageCube> cubes = [.. UsageCube.Standard];
        var ids = Enumerable.Range(0, cubes.Count).ToList();
        var since = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        using var read = new Statement(connection, "SELECT id, name, since FROM rollup_cube ORDER BY id");
        while (read.Step())
        {
            string name = read.Text(1)!;
            cubes.Add(new UsageCube(name.Split('+').Select(Dimension.Parse)));
            ids.Add(read.Int32(0));
            if (read.Int64(2) > 0) since[name] = new DateTimeOffset(read.Int64(2), TimeSpan.Zero);
        }

        return new StoreCubes([.. cubes], [.. ids], since);
    }

    /// <summary>Reads again from when on the configured cubes are complete: after they were filled.</summary>
    public void Refresh(SqliteConnection connection) => Since = Open(connection, []).Since;

    /// <summary>Says whether a cube has a list of its keys for each slice: the users have, since they are counted.</summary>
    public static bool HasKeyLists(int id) => id == Users;

    /// <summary>Says whether a cube's keys are numbers of <c>rollup_key</c>, and not of words.</summary>
    public static bool HasOwnKeys(int id) => id >= FirstOwn;

    public int IdAt(int index) => _ids[index];

    public int IdOf(UsageCube cube)
    {
        int index = IndexOf(_cubes, cube);
        if (index >= 0) return _ids[index];
        throw new ArgumentException(
            $"The database keeps no cube '{cube}'; read one of {nameof(IUsageStore)}.{nameof(IUsageStore.Cubes)}, or "
            + $"add it to {nameof(SqliteStoreOptions)}.{nameof(SqliteStoreOptions.Cubes)}.",
            nameof(cube));
    }

    private static int IndexOf(IReadOnlyList<UsageCube> cubes, UsageCube cube)
    {
        for (int i = 0; i < cubes.Count; i++)
        {
            if (cubes[i].Name == cube.Name) return i;
        }

        return -1;
    }
}
