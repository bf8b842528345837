using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Gives the keys of configured cubes their numbers, on the writer's connection.</summary>
internal sealed class OwnKeys : IDisposable
{
    private const int MaxCached = 100_000;

    private readonly (UsageCube Cube, int[] Places)[] _cubes;
    private readonly Dictionary<OwnKey, long> _known = [];
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly WordWriter _words;
    private readonly Statement _find;
    private readonly Statement _add;

    public OwnKeys(SqliteConnection connection, StoreCubes cubes, WordWriter words)
    {
        _words = words;
        _cubes = [.. cubes.All.Skip(UsageCube.Standard.Count).Select(c => (c, PlacesOf(c)))];
        _find = new Statement(connection, "SELECT id FROM rollup_key WHERE words = ?");
        _add = new Statement(connection, "INSERT INTO rollup_key (words) VALUES (?) RETURNING id");
    }

    public int Count => _cubes.Length;

    /// <summary>Gets the number of a record's key in the configured cube at this index.</summary>
    public long KeyOf(int index, UsageRecord record, RecordWords words)
    {
        (UsageCube cube, int[] places) = _cubes[index];
        var key = new OwnKey(places.Length);
        for (int i = 0; i < places.Length; i++)
        {
            key[i] = places[i] >= 0
                ? words.Dimensions[places[i]]
                : _words.IdOf(record.Dimensions.Tags.GetValueOrDefault(cube.Dimensions[i].TagName!));
        }

        if (_known.TryGetValue(key, out long id)) return id;
        if (_known.Count >= MaxCached) _known.Clear();
        return _known[key] = FindOrAdd(key);
    }

    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }

    private static int[] PlacesOf(UsageCube cube) =>
        [.. cube.Dimensions.Select(d => d.TagName is null ? Dimension.Named.ToList().IndexOf(d) : -1)];

    private long FindOrAdd(OwnKey key)
    {
        _blob.ResetWrittenCount();
        for (int i = 0; i < key.Length; i++) Varint.Write(_blob, key[i]);
        long id = Read(_find, _blob.WrittenSpan);
        return id != 0 ? id : Read(_add, _blob.WrittenSpan);
    }

    private static long Read(Statement statement, ReadOnlySpan<byte> words)
    {
        statement.Bind(0, words);
        long id = statement.Step() ? statement.Int64(0) : 0;
        while (id != 0 && statement.Step())
        {
        }

        return id;
    }
}
