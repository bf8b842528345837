using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Keeps, for the users, who appears in a slice: one short blob, so that counting them reads no cells.</summary>
internal sealed class KeyList : IDisposable
{
    // Keys come in ascending order, as cells are merged: two lists to be joined, where a sorted set would be a tree.
    private readonly List<long> _keys = [];
    private readonly List<long> _stored = [];
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly Statement _find;
    private readonly Statement _put;

    public KeyList(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT keys FROM rollup_keys WHERE cube = ? AND grain = ? AND slice = ?");
        _put = new Statement(
            connection, "INSERT INTO rollup_keys VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET keys = excluded.keys");
    }

    /// <summary>Adds the keys that were read out of <paramref name="blob"/> to a set.</summary>
    public static void Read(ReadOnlySpan<byte> blob, ICollection<long> keys)
    {
        long key = 0;
        while (!blob.IsEmpty) keys.Add(key += Varint.Read(ref blob)); // kept as differences, which are small
    }

    /// <summary>Notes a key of the slice under way, greater than the one before.</summary>
    public void Add(long key) => _keys.Add(key);

    /// <summary>Adds the noted keys to those that the slice has.</summary>
    public void Write(int cube, long grain, long slice)
    {
        if (_keys.Count == 0) return;
        BindSlice(_find, cube, grain, slice);
        _stored.Clear();
        if (_find.Step()) Read(_find.Blob(0), _stored);
        _find.Reset();
        Join();

        BindSlice(_put, cube, grain, slice);
        _put.Bind(3, _blob.WrittenSpan);
        _put.Run();
        _keys.Clear();
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
    }

    private void Join()
    {
        _blob.ResetWrittenCount();
        long last = 0;
        for (int i = 0, j = 0; i < _keys.Count || j < _stored.Count;)
        {
            long key = i < _keys.Count ? _keys[i] : long.MaxValue;
            long stored = j < _stored.Count ? _stored[j] : long.MaxValue;
            if (key <= stored) i++;
            if (stored <= key) j++;
            long next = Math.Min(key, stored);
            Varint.Write(_blob, next - last);
            last = next;
        }
    }

    private static void BindSlice(Statement statement, int cube, long grain, long slice)
    {
        statement.Bind(0, (long)cube);
        statement.Bind(1, grain);
        statement.Bind(2, slice);
    }
}
