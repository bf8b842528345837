using System.Collections.Concurrent;

namespace TokenUsage.Diagnostics;

/// <summary>Lets the first so many names through and calls the rest "other": names come from requests, and metrics must not grow with them.</summary>
internal sealed class BoundedNames(int limit)
{
    private const string Other = "other";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private int _count;

    public string? Of(string? name)
    {
        if (name is null || _known.ContainsKey(name)) return name;
        if (Volatile.Read(ref _count) >= limit) return Other;

        // Callers that come at the same moment may pass the limit by their number.
        if (_known.TryAdd(name, true)) Interlocked.Increment(ref _count);
        return name;
    }
}
