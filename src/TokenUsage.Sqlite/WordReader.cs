using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite;

/// <summary>Finds the strings behind numbers, on one reader's connection.</summary>
internal sealed class WordReader(SqliteConnection connection, WordCache cache) : IDisposable
{
    private Statement? _find;

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

    public void Dispose() => _find?.Dispose();
}
