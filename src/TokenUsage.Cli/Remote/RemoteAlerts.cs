using TokenUsage.AspNetCore.Json;

namespace TokenUsage.Cli.Remote;

/// <summary>The alerts of a running service. Who changes one is whom the service let in.</summary>
internal sealed class RemoteAlerts(ServiceClient client, TimeProvider time) : ITokenAlerts
{
    private const int MostAlerts = 10_000;

    public ValueTask<IReadOnlyList<Alert>> GetActiveAsync(CancellationToken cancellationToken = default) =>
        GetHistoryAsync(
            new AlertQuery { States = [AlertState.Firing, AlertState.Acknowledged], Limit = MostAlerts },
            cancellationToken);

    public ValueTask<IReadOnlyList<Alert>> GetHistoryAsync(
        AlertQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "alerts", TextOf(query), ServiceClient.Json.IReadOnlyListAlert, cancellationToken);

    public ValueTask<IReadOnlyList<AlertStatistics>> GetStatisticsAsync(
        AlertQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "alerts/statistics", TextOf(query), ServiceClient.Json.IReadOnlyListAlertStatistics, cancellationToken);

    public ValueTask<Alert> AcknowledgeAsync(
        Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, "acknowledge", cancellationToken);

    public ValueTask<Alert> ResolveAsync(
        Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, "resolve", cancellationToken);

    public ValueTask<Alert> DismissAsync(
        Guid id, ChangeActor actor, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, "dismiss", cancellationToken);

    public ValueTask<AlertSilence> SilenceAsync(
        AlertSilence silence, CancellationToken cancellationToken = default)
    {
        var request = new SilenceRequest
        {
            Rule = silence.Rule,
            Subject = silence.Subject,
            Reason = silence.Reason,
            Length = silence.Until - time.GetUtcNow(),
        };
        return client.ChangeAsync(
            HttpMethod.Post, "alerts/silences",
            ServiceClient.BodyOf(request, ServiceClient.Json.SilenceRequest), ServiceClient.Json.AlertSilence,
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(
        AlertDeliveryState? state, CancellationToken cancellationToken = default) => client.GetAsync(
            "alerts/deliveries", new QueryText().Add("state", state?.ToString()),
            ServiceClient.Json.IReadOnlyListAlertDelivery, cancellationToken);

    public ValueTask<Alert?> RaiseAsync(AlertRequest request, CancellationToken cancellationToken = default) =>
        throw NotOffered("raised");

    public ValueTask<AlertTest> TestAsync(
        string rule, TimeRange range, CancellationToken cancellationToken = default) => throw NotOffered("tested");

    public ValueTask TestChannelAsync(string channel, CancellationToken cancellationToken = default) =>
        throw NotOffered("tested");

    private ValueTask<Alert> ChangeAsync(Guid id, string change, CancellationToken cancellationToken) =>
        client.ChangeAsync(
            HttpMethod.Post, $"alerts/{id}/{change}", body: null, ServiceClient.Json.Alert, cancellationToken);

    private static QueryText TextOf(AlertQuery query) => new QueryText()
        .Add("state", query.States.Count == 0 ? null : string.Join(',', query.States))
        .Add("severity", query.MinSeverity.ToString()).Add("rule", query.Rule).Add("subject", query.Subject)
        .Add("from", query.From?.ToString("O")).Add("to", query.To?.ToString("O")).Add("limit", query.Limit);

    private static NotSupportedException NotOffered(string what) =>
        new($"Alerts are {what} by the service itself, not through its web door.");
}
