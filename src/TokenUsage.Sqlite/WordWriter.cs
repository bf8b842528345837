using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite;

/// <summary>Gives strings their numbers, on the writer's connection.</summary>
internal sealed class WordWriter(SqliteConnection connection) : IDisposable
{
    private const int MaxCached = 100_000;

    private readonly Dictionary<string, long>[] _known =
        [.. Enum.GetValues<WordKind>().Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];

    private readonly Statement _find = new(connection, "SELECT id FROM word WHERE kind = ? AND text = ?");
    private readonly Statement _add = new(connection, "INSERT INTO word (kind, text) VALUES (?, ?) RETURNING id");

    /// <summary>Gets the number of a string; zero for none.</summary>
    public long IdOf(string? text, WordKind kind = WordKind.Other)
    {
        if (text is null) return 0;
        Dictionary<string, long> known = _known[(int)kind];
        if (known.TryGetValue(text, out long id)) return id;

        if (known.Count >= MaxCached) known.Clear(); // a plain rule: the busy ones are back within a batch
        id = Run(_find, text, kind);
        if (id == 0) id = Run(_add, text, kind);
        known.Add(text, id);
        return id;
    }

    /// <summary>Forgets what it knows: after a rollback, an erasure, and when another process has written.</summary>
    public void Forget()
    {
        foreach (Dictionary<string, long> known in _known) known.Clear();
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }

    private static long Run(Statement statement, string text, WordKind kind)
    {
        statement.Bind(0, (long)kind);
        statement.Bind(1, text);
        long id = statement.Step() ? statement.Int64(0) : 0;
        while (id != 0 && statement.Step())
        {
        }

        return id;
    }
}
