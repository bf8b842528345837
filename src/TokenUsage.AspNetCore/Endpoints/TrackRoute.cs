using System.Runtime.CompilerServices;
using TokenUsage.AspNetCore.Json;
using TokenUsage.Storage;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Takes calls that services in other languages made. The same id again changes nothing.</summary>
internal static class TrackRoute
{
    public static UsageRoute Route { get; } =
        new("POST", "/api/track", "Records a call that another service made; idempotent by its id.", TrackAsync)
        {
            Kind = RouteKind.Track,
            Body = WebJson.Default.TrackRequest,
            Result = WebJson.Default.TrackAnswer,
        };

    private static async Task TrackAsync(UsageCall call)
    {
        TrackRequest request = await call.ReadBodyAsync(WebJson.Default.TrackRequest).ConfigureAwait(false);
        Check(request, call.Time.GetUtcNow());
        UsageRecord record = RecordOf(request, call.Time.GetUtcNow());
        record = record with { Cost = CostOf(request, record, call.Get<ICallRepricer>()) };
        if (!record.Passes(call.Access.Filters))
            throw new BadParameterException("project", "You may not report calls of others.");

        QuotaDecision decision = await ChargeAsync(call, record).ConfigureAwait(false);
        await call.Get<ITokenTracker>().RecordAsync(record, call.Aborted).ConfigureAwait(false);
        IReadOnlyList<QuotaStatus> left = await call.Get<ITokenQuotas>()
            .GetStatusAsync(record.Dimensions, call.Aborted).ConfigureAwait(false);
        var answer = new TrackAnswer { Id = record.Id, Cost = record.Cost, Decision = decision, Quotas = left };
        await call.WriteAsync(answer, WebJson.Default.TrackAnswer).ConfigureAwait(false);
    }

    /// <summary>Charges the quotas under the call's own id, so that a repeat finds itself charged.</summary>
    private static async ValueTask<QuotaDecision> ChargeAsync(UsageCall call, UsageRecord record)
    {
        var request = new QuotaRequest
        {
            Id = record.Id,
            Provider = record.Provider,
            Model = record.Model!,
            Subject = record.Dimensions,
            Estimate = record.Tokens,
        };
        try
        {
            QuotaReservation held = await call.Get<ITokenQuotas>().ReserveAsync(request, call.Aborted)
                .ConfigureAwait(false);
            await using ConfiguredAsyncDisposable closing = held.ConfigureAwait(false);
            held.MarkDispatched();
            await held.SettleAsync(record.Tokens, record.Cost, record.Outcome, call.Aborted).ConfigureAwait(false);
            return QuotaDecision.Yes;
        }
        catch (QuotaExceededException exceeded)
        {
            return exceeded.Decision; // the call has been made: it is recorded all the same, and the next one is warned
        }
    }

    private static Cost CostOf(TrackRequest request, UsageRecord record, ICallRepricer prices)
    {
        if (request.Usd is { } stated) return CostOf(stated, CostStatus.ProviderReported);

        return prices.PriceOf(record) is { } usd ? CostOf(usd, CostStatus.Priced) : Cost.Unpriced;
    }

    private static Cost CostOf(decimal usd, CostStatus status) =>
        new() { Status = status, Usd = usd, ListUsd = usd, BilledUsd = usd };

    private static UsageRecord RecordOf(TrackRequest request, DateTimeOffset now) => RecordLimits.Apply(new UsageRecord
    {
        Id = request.Id,
        OperationId = request.Id,
        Provider = request.Provider,
        Model = request.Model,
        RequestedModel = request.Model,
        Operation = request.Operation,
        StartedAt = request.StartedAt ?? now,
        Duration = request.Duration,
        Outcome = request.Outcome,
        Tokens = TokensOf(request.Tokens),
        Cost = Cost.Unpriced,
        Dimensions = new UsageDimensions
        {
            User = request.User,
            Session = request.Session,
            Agent = request.Agent,
            Feature = request.Feature,
            Project = request.Project,
            Tags = request.Tags ?? UsageDimensions.None.Tags,
        },
    });

    private static TokenCounts TokensOf(TrackTokens tokens) => new()
    {
        Input = tokens.Input,
        Output = tokens.Output,
        CachedInput = tokens.CachedInput,
        CacheWrite = tokens.CacheWrite,
        Reasoning = tokens.Reasoning,
    };

    private static void Check(TrackRequest request, DateTimeOffset now)
    {
        if (request.Id == Guid.Empty)
            throw new BadParameterException("id", "'id' is empty; use a UUID of the call's own.");
        if (string.IsNullOrWhiteSpace(request.Provider))
            throw new BadParameterException("provider", "'provider' is empty.");
        if (string.IsNullOrWhiteSpace(request.Model)) throw new BadParameterException("model", "'model' is empty.");
        if (request.Usd < 0) throw new BadParameterException("usd", $"'usd' is {request.Usd}; use 0 or more.");
        if (request.StartedAt > now.AddMinutes(5))
            throw new BadParameterException("startedAt", $"'startedAt' is {request.StartedAt:O}, in the future.");

        CheckCount("tokens.input", request.Tokens.Input);
        CheckCount("tokens.output", request.Tokens.Output);
        CheckCount("tokens.cachedInput", request.Tokens.CachedInput);
        CheckCount("tokens.cacheWrite", request.Tokens.CacheWrite);
        CheckCount("tokens.reasoning", request.Tokens.Reasoning);
    }

    private static void CheckCount(string name, long? count)
    {
        if (count is < 0 or > TokenCounts.MaxPerCall)
            throw new BadParameterException(name, $"'{name}' is {count}; use 0 to {TokenCounts.MaxPerCall}.");
    }
}
