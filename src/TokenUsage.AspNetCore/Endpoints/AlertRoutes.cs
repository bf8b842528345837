using TokenUsage.AspNetCore.Json;
using TokenUsage.Storage;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>The alerts: what is told of them, and what can be done about them.</summary>
internal static class AlertRoutes
{
    private const int MostAlerts = 10_000;
    private const int UsualAlerts = 200;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(90);

    private static readonly RouteParameter[] Which =
    [
        new("range", "Only those raised in the last so many: 24h, 30d. Default: all that are kept."),
        KnownParameters.From, KnownParameters.To,
        new("severity", "The least severity: low, medium, high, critical."),
        new("state", "States, separated by commas: firing, acknowledged, resolved, dismissed. Default: all."),
        new("rule", "The rule that raised them."),
        new("subject", "Whom they concern, as they write it: user=alice."),
        new("limit", "How many, the latest first, to 10,000. Default 200.", "integer"),
    ];

    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        new("GET", "/api/alerts", "Alerts, the latest first.", ListAsync)
        {
            Parameters = Which, Result = WebJson.Default.IReadOnlyListAlert,
        },
        new("GET", "/api/alerts/statistics", "By rule: how many, how soon taken up, how soon over.", SumUpAsync)
        {
            Parameters = Which, NeedsEverything = true, Result = WebJson.Default.IReadOnlyListAlertStatistics,
        },
        new("GET", "/api/alerts/deliveries", "Messages about alerts, and what became of them.", DeliveriesAsync)
        {
            Parameters = [new("state", "waiting, sent or dead. Default: all.")],
            NeedsEverything = true, Result = WebJson.Default.IReadOnlyListAlertDelivery,
        },
        Action("acknowledge", "Takes an alert up: reminders and escalation rest.", (a, id, call) =>
            a.AcknowledgeAsync(id, call.Actor, call.Aborted)),
        Action("resolve", "Ends an alert; what still holds raises another one after the cool-down.", (a, id, call) =>
            a.ResolveAsync(id, call.Actor, call.Aborted)),
        Action("dismiss", "Ends an alert, and the same is not raised until all has once been well.", (a, id, call) =>
            a.DismissAsync(id, call.Actor, call.Aborted)),
        new("POST", "/api/alerts/silences", "Keeps messages back for a time.", SilenceAsync)
        {
            Kind = RouteKind.Write, NeedsEverything = true,
            Body = WebJson.Default.SilenceRequest, Result = WebJson.Default.AlertSilence,
        },
    ];

    private static UsageRoute Action(
        string name, string summary, Func<ITokenAlerts, Guid, UsageCall, ValueTask<Alert>> act) =>
        new("POST", $"/api/alerts/{{id}}/{name}", summary, call => ActAsync(call, act))
        {
            Parameters = [KnownParameters.Id],
            Kind = RouteKind.Write,
            NeedsEverything = true,
            Result = WebJson.Default.Alert,
        };

    private static async Task ListAsync(UsageCall call)
    {
        AlertQuery query = ReadQuery(call);

        // Whoever sees a part must not have it cut off by what others have.
        int limit = query.Limit;
        if (!call.Access.IsEverything) query = query with { Limit = MostAlerts };
        IReadOnlyList<Alert> alerts = await call.Get<ITokenAlerts>().GetHistoryAsync(query, call.Aborted)
            .ConfigureAwait(false);
        IReadOnlyList<Alert> shown = [.. alerts.Where(alert => IsShown(alert, call.Access.Filters)).Take(limit)];
        await call.WriteAsync(shown, WebJson.Default.IReadOnlyListAlert).ConfigureAwait(false);
    }

    private static async Task SumUpAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAlerts>().GetStatisticsAsync(ReadQuery(call), call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListAlertStatistics).ConfigureAwait(false);

    private static async Task DeliveriesAsync(UsageCall call)
    {
        AlertDeliveryState? state = call.Query.Text("state") is null
            ? null : call.Query.Choice("state", AlertDeliveryState.Waiting);
        IReadOnlyList<AlertDelivery> deliveries =
            await call.Get<ITokenAlerts>().GetDeliveriesAsync(state, call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(deliveries, WebJson.Default.IReadOnlyListAlertDelivery).ConfigureAwait(false);
    }

    private static async Task ActAsync(UsageCall call, Func<ITokenAlerts, Guid, UsageCall, ValueTask<Alert>> act)
    {
        if (!Guid.TryParse(call.PathValue("id"), out Guid id))
            throw new BadParameterException("id", "'id' is no UUID; use the 'id' of an alert.");

        Alert alert = await act(call.Get<ITokenAlerts>(), id, call).ConfigureAwait(false);
        await call.WriteAsync(alert, WebJson.Default.Alert).ConfigureAwait(false);
    }

    private static async Task SilenceAsync(UsageCall call)
    {
        SilenceRequest request = await call.ReadBodyAsync(WebJson.Default.SilenceRequest).ConfigureAwait(false);
        if (request.Length <= TimeSpan.Zero || request.Length > LongestSilence)
        {
            throw new BadParameterException(
                "length", $"'length' is {request.Length.TotalSeconds} s; use up to {LongestSilence.TotalSeconds}.");
        }

        DateTimeOffset now = call.Time.GetUtcNow();
        AlertSilence silence = await call.Get<ITokenAlerts>().SilenceAsync(
            new AlertSilence
            {
                Rule = request.Rule,
                Subject = request.Subject,
                From = now,
                Until = now + request.Length,
                Reason = request.Reason,
                Actor = call.Actor.Name,
            },
            call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(silence, WebJson.Default.AlertSilence).ConfigureAwait(false);
    }

    private static bool IsShown(Alert alert, IReadOnlyList<UsageFilter> filters) =>
        filters.All(filter => filter.Matches(alert.Scope.ValueOf(filter.Dimension)));

    private static AlertQuery ReadQuery(UsageCall call)
    {
        QueryParameters query = call.Query;
        bool isTimed = (query.Text("range") ?? query.Text("from") ?? query.Text("to")) is not null;
        TimeRange? range = isTimed ? query.Range() : null;
        return new AlertQuery
        {
            States = query.Choices<AlertState>("state"),
            MinSeverity = query.Choice("severity", AlertSeverity.Low),
            Rule = query.Text("rule"),
            Subject = query.Text("subject"),
            From = range?.From ?? (range?.Length is { } length ? call.Time.GetUtcNow() - length : null),
            To = range?.To,
            Limit = query.Number("limit", 1, MostAlerts) ?? UsualAlerts,
        };
    }
}
