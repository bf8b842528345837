using System.Diagnostics;
using System.Diagnostics.Metrics;
using TokenUsage.Storage;

namespace TokenUsage.Diagnostics;

/// <summary>Counts what was really stored, so that these metrics and the statistics are the same numbers.</summary>
internal sealed class StoredUsageInstruments : IUsageObserver
{
    private readonly BoundedNames _models;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _estimatedTokens;
    private readonly Counter<long> _unpricedTokens;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _avoided;

    public StoredUsageInstruments(MonitorMeter monitor, MetricsOptions options)
    {
        Meter meter = monitor.Meter;
        _models = new BoundedNames(options.MaxModels);
        _calls = meter.CreateCounter<long>("tokenusage.calls", "{call}", "Attempts, by outcome.");
        _tokens = meter.CreateCounter<long>(
            "tokenusage.tokens", "{token}", "Tokens, by type; parts are inside their totals.");
        _estimatedTokens = meter.CreateCounter<long>(
            "tokenusage.estimate.tokens", "{token}", "Tokens that are an estimate, input and output.");
        _unpricedTokens = meter.CreateCounter<long>(
            "tokenusage.unpriced.tokens", "{token}", "Tokens for which no price is known, input and output.");
        _cost = meter.CreateCounter<double>("tokenusage.cost", "{USD}", "What calls cost, after discounts.");
        _avoided = meter.CreateCounter<double>(
            "tokenusage.cost.avoided", "{USD}", "What answers from the application's own cache would have cost.");
    }

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        foreach (UsageRecord record in stored) Count(record);
    }

    private void Count(UsageRecord record)
    {
        var tags = new TagList
        {
            { "gen_ai.provider.name", record.Provider },
            { "gen_ai.operation.name", record.Operation },
            { "gen_ai.response.model", _models.Of(record.Model ?? record.RequestedModel) ?? "unknown" },
        };
        _calls.Add(record.Weight, tags.With("tokenusage.outcome", DimensionValues.NameOf(record.Outcome)));
        if (record.Outcome == CallOutcome.Cached)
        {
            _avoided.Add((double)(record.Cost.Usd ?? 0), tags);
            return;
        }

        if (record.Outcome != CallOutcome.Refused) CountUsage(record, tags);
    }

    private void CountUsage(UsageRecord record, in TagList tags)
    {
        TokenCounts tokens = record.Tokens;
        Add("input", tokens.Input, tags);
        Add("output", tokens.Output, tags);
        Add("cache_read", tokens.CachedInput, tags);
        Add("cache_write", tokens.CacheWrite, tags);
        Add("reasoning", tokens.Reasoning, tags);

        long total = tokens.Total ?? 0;
        if (record.Source != UsageSource.Reported && total > 0) _estimatedTokens.Add(total, tags);
        if (record.Cost.Usd is { } usd) _cost.Add((double)usd, tags);
        else _unpricedTokens.Add(total, tags);
    }

    private void Add(string type, long? tokens, in TagList tags)
    {
        if (tokens is { } known) _tokens.Add(known, tags.With(GenAiTags.TokenType, type));
    }
}
