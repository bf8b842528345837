using System.Collections.Concurrent;

namespace TokenUsage.Sqlite;

/// <summary>The strings behind numbers, shared by all readers. Numbers are never given twice, so nothing in it goes stale.</summary>
internal sealed class WordCache
{
    private const int MaxCached = 100_000;

    private readonly ConcurrentDictionary<long, string> _texts = new();

    public bool TryGet(long id, out string? text) => _texts.TryGetValue(id, out text);

    public void Add(long id, string text)
    {
        if (_texts.Count >= MaxCached) _texts.Clear();
        _texts[id] = text;
    }

    public void Clear() => _texts.Clear();
}
