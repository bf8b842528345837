using System.Collections.Concurrent;

namespace TokenUsage.Sqlite;

/// <summary>The strings behind numbers, shared by all readers. Only an erasure changes one, and raises the epoch.</summary>
internal sealed class WordCache
{
    private const int MaxCached = 100_000;

    private volatile Words _words = new(0);

    /// <summary>Gets the words as of an epoch; another process may have erased a user since the last one.</summary>
    public Words At(long epoch)
    {
        Words words = _words;
        if (words.Epoch >= epoch) return words.Epoch == epoch ? words : new Words(epoch); // an old reader keeps its own
        return _words = new Words(epoch);
    }

    internal sealed class Words(long epoch)
    {
        private readonly ConcurrentDictionary<long, string> _texts = new();

        public long Epoch => epoch;

        public bool TryGet(long id, out string? text) => _texts.TryGetValue(id, out text);

        public void Add(long id, string text)
        {
            if (_texts.Count >= MaxCached) _texts.Clear();
            _texts[id] = text;
        }
    }
}
