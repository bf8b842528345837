using Microsoft.Extensions.Logging;

namespace TokenUsage.Recording;

/// <summary>Tells every observer what was really inserted. One that throws harms nobody.</summary>
internal sealed class ObserverGroup(
    IEnumerable<IUsageObserver> observers, RecordingCounters counters, ILogger logger)
{
    private readonly IUsageObserver[] _observers = [.. observers];

    public void Notify(IReadOnlyList<UsageRecord> stored)
    {
        if (stored.Count == 0) return;

        foreach (IUsageObserver observer in _observers)
        {
            try
            {
                observer.Observe(stored);
            }
            catch (Exception exception)
            {
                counters.ObserverFault();

                // At 1, 2, 4, 8 … faults: an observer that always throws must not fill the log.
                long faults = counters.ObserverFaults;
                if (long.IsPow2(faults)) logger.ObserverFailed(observer.GetType().Name, faults, exception);
            }
        }
    }
}
