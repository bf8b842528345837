using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;

namespace TokenUsage.Pricing;

/// <summary>Counts the calls that could not be priced, and names each such model once: in the log, and to listeners.</summary>
internal sealed class UnpricedLedger
{
    /// <summary>The most models that are named. Names come from callers, and metrics must not grow with them.</summary>
    public const int MaxModels = 500;

    public const string CallsInstrument = "tokenusage.unpriced.calls";
    public const string TokensInstrument = "tokenusage.unpriced.tokens";

    private const string ProviderTag = "gen_ai.provider.name";
    private const string ModelTag = "gen_ai.response.model";
    private const string Other = "other";

    private readonly ILogger<UnpricedLedger> _logger;
    private readonly IUnpricedModelListener[] _listeners;
    private readonly Counter<long>? _callCounter;
    private readonly Counter<long>? _tokenCounter;
    private readonly ConcurrentDictionary<(string Provider, string Model), bool> _named = new();
    private long _calls;
    private long _tokens;
    private int _hasFailed;

    public UnpricedLedger(
        ILogger<UnpricedLedger> logger, MonitorMeter? meter = null,
        IEnumerable<IUnpricedModelListener>? listeners = null)
    {
        _logger = logger;
        _listeners = [.. listeners ?? []];
        _callCounter = meter?.Meter.CreateCounter<long>(
            CallsInstrument, "{call}", "Calls whose model has no known price; their cost is unknown, not zero.");
        _tokenCounter = meter?.Meter.CreateCounter<long>(
            TokensInstrument, "{token}", "Input and output tokens of calls whose model has no known price.");
    }

    public long Calls => Interlocked.Read(ref _calls);

    public long Tokens => Interlocked.Read(ref _tokens);

    public void Add(ResolvedModel model, in TokenCounts tokens)
    {
        long count = (tokens.Input ?? 0) + (tokens.Output ?? 0);
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _tokens, count);
        bool isNamed = Name(model);
        if (_callCounter?.Enabled != true && _tokenCounter?.Enabled != true) return;

        KeyValuePair<string, object?> provider = new(ProviderTag, isNamed ? model.Provider : Other);
        KeyValuePair<string, object?> name = new(ModelTag, isNamed ? model.Model : Other);
        _callCounter?.Add(1, provider, name);
        _tokenCounter?.Add(count, provider, name);
    }

    public void Failed(Exception exception)
    {
        Interlocked.Increment(ref _calls);
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0) _logger.PricingFailed(exception);
    }

    // Once a process and not once a price book: a refresh that still lacks the model is no news.
    private bool Name(ResolvedModel model)
    {
        (string, string) key = (model.Provider, model.Model);
        if (_named.ContainsKey(key)) return true;
        if (_named.Count >= MaxModels) return false;
        if (!_named.TryAdd(key, true)) return true;

        _logger.ModelUnpriced(model.Provider, model.Model);
        if (_listeners.Length > 0)
        {
            var news = new UnpricedModel
            {
                Provider = model.Provider,
                Model = model.Model,
                PriceVersion = model.Version,
            };
            ThreadPool.UnsafeQueueUserWorkItem(Tell, news, preferLocal: false);
        }

        return true;
    }

    private void Tell(UnpricedModel model)
    {
        foreach (IUnpricedModelListener listener in _listeners)
        {
            try
            {
                listener.OnUnpriced(model);
            }
            catch (Exception exception)
            {
                _logger.UnpricedListenerFailed(listener.GetType().Name, exception);
            }
        }
    }
}
