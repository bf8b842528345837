using System.Collections.Concurrent;

namespace TokenUsage.Capture.Routing;

/// <summary>Learns from the records how models have fared lately.</summary>
/// <remarks>From records and not by timing calls here: they know of every client of the process, and of every retry.</remarks>
internal sealed class TargetHealth(TimeProvider time) : IUsageObserver
{
    private const int MostModels = 1_000;

    private readonly ConcurrentDictionary<string, ModelHealth> _models = new(StringComparer.OrdinalIgnoreCase);

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        foreach (UsageRecord record in stored)
        {
            bool isTelling = record.Outcome is CallOutcome.Success or CallOutcome.Failed;
            if (isTelling && (record.RequestedModel ?? record.Model) is { } model) Of(model)?.Add(record);
        }
    }

    /// <summary>Gets the share of recent calls that succeeded; 1 when nothing is known.</summary>
    public double SuccessOf(string model) => _models.TryGetValue(model, out ModelHealth? health) ? health.Success : 1;

    /// <summary>Gets the mean duration of recent calls in seconds; 0 when nothing is known.</summary>
    public double SecondsOf(string model) => _models.TryGetValue(model, out ModelHealth? health) ? health.Seconds : 0;

    /// <summary>Says whether a model failed several times in a row and no longer ago than half a minute.</summary>
    public bool IsDown(string model) =>
        _models.TryGetValue(model, out ModelHealth? health) && health.IsDown(time.GetUtcNow());

    /// <summary>Notes a failure at once: its record may come later than the next call.</summary>
    public void NoteFailure(string model) => Of(model)?.NoteFailure(time.GetUtcNow());

    public void NoteSuccess(string model)
    {
        if (_models.TryGetValue(model, out ModelHealth? health)) health.NoteSuccess();
    }

    private ModelHealth? Of(string model)
    {
        if (_models.TryGetValue(model, out ModelHealth? known)) return known;
        return _models.Count < MostModels ? _models.GetOrAdd(model, _ => new ModelHealth()) : null;
    }
}
