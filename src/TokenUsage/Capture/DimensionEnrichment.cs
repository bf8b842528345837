using Microsoft.Extensions.Logging;

namespace TokenUsage.Capture;

/// <summary>Asks the application's enrichers at the begin of each call.</summary>
internal sealed class DimensionEnrichment(IEnumerable<IUsageEnricher> enrichers, ILogger<DimensionEnrichment> logger)
{
    private readonly IUsageEnricher[] _enrichers = [.. enrichers];
    private long _faults;

    public UsageDimensions Apply(UsageDimensions dimensions)
    {
        foreach (IUsageEnricher enricher in _enrichers)
        {
            try
            {
                dimensions = enricher.Enrich(dimensions) ?? dimensions;
            }
            catch (Exception exception)
            {
                // At 1, 2, 4, 8 … faults: an enricher that always throws must not fill the log.
                long faults = Interlocked.Increment(ref _faults);
                if (long.IsPow2(faults)) logger.EnricherFailed(enricher.GetType().Name, faults, exception);
            }
        }

        return dimensions;
    }
}
