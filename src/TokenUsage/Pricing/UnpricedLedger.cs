using Microsoft.Extensions.Logging;

namespace TokenUsage.Pricing;

/// <summary>Counts the calls that could not be priced, and names each such model once in the log.</summary>
internal sealed class UnpricedLedger(ILogger<UnpricedLedger> logger)
{
    private long _calls;
    private long _tokens;
    private int _hasFailed;

    public long Calls => Interlocked.Read(ref _calls);

    public long Tokens => Interlocked.Read(ref _tokens);

    public void Add(ResolvedModel model, in TokenCounts tokens)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _tokens, (tokens.Input ?? 0) + (tokens.Output ?? 0));
        if (model.ReportOnce()) logger.ModelUnpriced(model.Provider, model.Model);
    }

    public void Failed(Exception exception)
    {
        Interlocked.Increment(ref _calls);
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0) logger.PricingFailed(exception);
    }
}
