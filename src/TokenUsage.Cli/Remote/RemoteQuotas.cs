using TokenUsage.AspNetCore.Json;

namespace TokenUsage.Cli.Remote;

/// <summary>The quotas of a running service. Who changes one is whom the service let in.</summary>
internal sealed class RemoteQuotas(ServiceClient client) : ITokenQuotas
{
    public ValueTask<IReadOnlyList<QuotaStatus>> GetStatusAsync(
        UsageDimensions subject, CancellationToken cancellationToken = default)
    {
        RequireUntagged(subject);
        return client.GetAsync(
            "quotas",
            new QueryText().Add("user", subject.User).Add("session", subject.Session).Add("agent", subject.Agent)
                .Add("feature", subject.Feature).Add("project", subject.Project),
            ServiceClient.Json.IReadOnlyListQuotaStatus, cancellationToken);
    }

    public async ValueTask SetOverrideAsync(
        string quota, UsageDimensions subject, decimal? limit, DateTimeOffset? until, ChangeActor actor,
        CancellationToken cancellationToken = default)
    {
        RequireUntagged(subject);
        var request = new OverrideRequest
        {
            Limit = limit,
            Until = until,
            User = subject.User,
            Session = subject.Session,
            Agent = subject.Agent,
            Feature = subject.Feature,
            Project = subject.Project,
        };
        using HttpResponseMessage response = await client.ChangeAsync(
            HttpMethod.Put, $"quotas/{Uri.EscapeDataString(quota)}/override",
            ServiceClient.BodyOf(request, ServiceClient.Json.OverrideRequest), cancellationToken);
    }

    public ValueTask HaltAsync(
        HaltScope scope, string reason, ChangeActor actor, CancellationToken cancellationToken = default) =>
        SendAsync("halt", scope, reason, cancellationToken);

    public ValueTask ResumeAsync(
        HaltScope scope, ChangeActor actor, CancellationToken cancellationToken = default) =>
        SendAsync("resume", scope, reason: null, cancellationToken);

    public ValueTask<QuotaDecision> CheckAsync(QuotaRequest request, CancellationToken cancellationToken = default) =>
        throw NotOffered();

    public ValueTask<QuotaReservation> ReserveAsync(
        QuotaRequest request, CancellationToken cancellationToken = default) => throw NotOffered();

    public ValueTask DefineAsync(
        QuotaDefinition quota, ChangeActor actor, CancellationToken cancellationToken = default) =>
        throw NotOffered();

    public ValueTask RemoveAsync(string quota, ChangeActor actor, CancellationToken cancellationToken = default) =>
        throw NotOffered();

    private async ValueTask SendAsync(
        string change, HaltScope scope, string? reason, CancellationToken cancellationToken)
    {
        var request = new HaltRequest { Dimension = scope.Dimension, Value = scope.Value, Reason = reason };
        using HttpResponseMessage response = await client.ChangeAsync(
            HttpMethod.Post, $"quotas/{change}",
            ServiceClient.BodyOf(request, ServiceClient.Json.HaltRequest), cancellationToken);
    }

    private static void RequireUntagged(UsageDimensions subject)
    {
        if (subject.Tags.Count > 0)
            throw new InputException("A service is not asked for the quotas of a tag; leave --tag out.");
    }

    private static NotSupportedException NotOffered() =>
        new("Quotas are defined and calls admitted by the service itself, not through its web door.");
}
