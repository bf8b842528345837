using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite;

/// <summary>Gives strings their numbers, on the writer's connection.</summary>
internal sealed class WordWriter(SqliteConnection connection) : IDisposable
{
    private const int MaxCached = 100_000;

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly Statement _find = new(connection, "SELECT id FROM word WHERE text = ?");
    private readonly Statement _add = new(connection, "INSERT INTO word (text) VALUES (?) RETURNING id");

    /// <summary>Gets the number of a string; zero for none.</summary>
    public long IdOf(string? text)
    {
        if (text is null) return 0;
        if (_known.TryGetValue(text, out long id)) return id;

        if (_known.Count >= MaxCached) _known.Clear(); // a plain rule: the busy ones are back within a batch
        id = Run(_find, text);
        if (id == 0) id = Run(_add, text);
        _known.Add(text, id);
        return id;
    }

    /// <summary>Forgets what it knows: after a rollback, and when another process has written.</summary>
    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }

    private static long Run(Statement statement, string text)
    {
        statement.Bind(0, text);
        long id = statement.Step() ? statement.Int64(0) : 0;
        while (id != 0 && statement.Step())
        {
        }

        return id;
    }
}
