using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using TokenUsage.Diagnostics;

namespace TokenUsage.Providers;

/// <summary>Shows as metrics what providers last said about their rate limits.</summary>
/// <remarks>
/// Observed and not pushed: a gauge that is set once a call would cost every call, and exporters ask once a minute.
/// At most <see cref="MaxModels"/> models; those beyond share one series named <c>other</c>.
/// </remarks>
internal sealed class RateLimitMetrics
{
    /// <summary>The most pairs of provider and model that have series of their own.</summary>
    public const int MaxModels = 256;

    /// <summary>How long what a provider said is shown: after it, nobody has called, and the limit has long been reset.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    private const string Prefix = "ratelimit.";
    private const string OtherModels = "other";

    private readonly ConcurrentDictionary<(string Provider, string Model), RateLimitState> _states = new();
    private readonly TimeProvider _time;

    public RateLimitMetrics(MonitorMeter meter, TimeProvider time)
    {
        _time = time;
        Create(meter.Meter, "requests.limit", "{request}", RateLimitState.Requests);
        Create(meter.Meter, "requests.remaining", "{request}", RateLimitState.Requests + RateLimitState.Remaining);
        Create(meter.Meter, "tokens.limit", "{token}", RateLimitState.Tokens);
        Create(meter.Meter, "tokens.remaining", "{token}", RateLimitState.Tokens + RateLimitState.Remaining);
    }

    /// <summary>Takes over what one answer's head said.</summary>
    public void Observe(string provider, string? model, IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        RateLimitState? state = null;
        for (int i = 0; i < facts.Count; i++)
        {
            (string name, string text) = facts[i];
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            if (RateLimitState.PlaceOf(name.AsSpan(Prefix.Length)) is not (>= 0 and var place)) continue;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) continue;

            state ??= StateOf(provider, model ?? OtherModels);
            state.Set(place, number);
        }

        state?.See(_time.GetTimestamp());
    }

    private RateLimitState StateOf(string provider, string model)
    {
        if (_states.TryGetValue((provider, model), out RateLimitState? known)) return known;

        // Concurrent newcomers may pass the limit together, by as many as there are threads.
        if (_states.Count >= MaxModels) (provider, model) = (OtherModels, OtherModels);
        return _states.GetOrAdd((provider, model), static _ => new RateLimitState());
    }

    private void Create(Meter meter, string name, string unit, int place) => meter.CreateObservableGauge(
        "tokenusage.rate_limit." + name, () => Measure(place), unit,
        "What the provider last said about its rate limit, by provider, model and, where told apart, token type.");

    private List<Measurement<long>> Measure(int place)
    {
        var measured = new List<Measurement<long>>();
        foreach (((string provider, string model), RateLimitState state) in _states)
        {
            if (_time.GetElapsedTime(state.Seen) > Shown) continue;

            for (int kind = 0; kind < RateLimitState.KindsOf(place); kind++)
            {
                if (state[place + kind] is not { } number) continue;

                KeyValuePair<string, object?> ofProvider = new("gen_ai.provider.name", provider);
                KeyValuePair<string, object?> ofModel = new("gen_ai.response.model", model);
                measured.Add(kind == 0
                    ? new Measurement<long>(number, ofProvider, ofModel)
                    : new Measurement<long>(
                        number, ofProvider, ofModel, new("gen_ai.token.type", kind == 1 ? "input" : "output")));
            }
        }

        return measured;
    }
}
