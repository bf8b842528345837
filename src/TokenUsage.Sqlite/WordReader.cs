using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Finds the strings behind numbers, and numbers behind strings, on one reader's connection.</summary>
internal sealed class WordReader(SqliteConnection connection, WordCache.Words cache) : IDisposable
{
    private Statement? _find;
    private Statement? _findKey;
    private Statement? _findIds;

    public string? TextOf(long? id)
    {
        if (id is not { } known || known == 0) return null;
        if (cache.TryGet(known, out string? text)) return text;

        _find ??= new Statement(connection, "SELECT text FROM word WHERE id = ?");
        _find.Bind(0, known);
        text = _find.Step() ? _find.Text(0) : null;
        _find.Reset();
        if (text is not null) cache.Add(known, text);
        return text;
    }

    /// <summary>Puts the values of a configured cube's key into <paramref name="key"/>.</summary>
    public void ReadOwnKey(long id, Span<string?> key)
    {
        Span<long> words = stackalloc long[key.Length];
        _findKey ??= new Statement(connection, "SELECT words FROM rollup_key WHERE id = ?");
        _findKey.Bind(0, id);
        if (_findKey.Step())
        {
            ReadOnlySpan<byte> rest = _findKey.Blob(0);
            for (int i = 0; i < words.Length; i++) words[i] = Varint.Read(ref rest);
        }

        _findKey.Reset();
        for (int i = 0; i < words.Length; i++) key[i] = TextOf(words[i]);
    }

    /// <summary>Finds the numbers that a string has: one for each kind of word that it is.</summary>
    public IEnumerable<long> IdsOf(string text)
    {
        _findIds ??= new Statement(connection, "SELECT id FROM word WHERE kind IN (0, 1, 2) AND text = ?");
        var ids = new List<long>();
        _findIds.Bind(0, text);
        while (_findIds.Step()) ids.Add(_findIds.Int64(0));
        return ids;
    }

    public void Dispose()
    {
        _find?.Dispose();
        _findKey?.Dispose();
        _findIds?.Dispose();
    }
}
