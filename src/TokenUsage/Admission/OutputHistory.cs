using System.Collections.Concurrent;

namespace TokenUsage.Admission;

/// <summary>Remembers how much models have recently generated, for estimates of what is usual.</summary>
internal sealed class OutputHistory
{
    /// <summary>The least that a call is expected to generate, however short the last answers were.</summary>
    public const long Floor = 256;

    private const int MostModels = 1_000;

    private readonly ConcurrentDictionary<(string Provider, string Model), RecentOutputs> _models = new();

    public void Add(string provider, string model, long output)
    {
        if (_models.TryGetValue((provider, model), out RecentOutputs? recent)) recent.Add(output);
        else if (_models.Count < MostModels) _models.GetOrAdd((provider, model), _ => new RecentOutputs()).Add(output);
    }

    /// <summary>Gets the 95th percentile of the recent outputs, and at least <see cref="Floor"/>.</summary>
    public long Expect(string provider, string model) =>
        _models.TryGetValue((provider, model), out RecentOutputs? recent)
            ? Math.Max(Floor, recent.Percentile95)
            : Floor;
}
