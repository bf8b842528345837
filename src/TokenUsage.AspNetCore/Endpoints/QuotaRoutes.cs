using TokenUsage.AspNetCore.Json;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>The limits: how far they are used, and the three things that can be done about them.</summary>
internal static class QuotaRoutes
{
    private static readonly RouteParameter[] Subject =
    [
        new("user", "A user."), new("session", "A session."), new("agent", "An agent."),
        new("feature", "A feature."), new("project", "A project."),
    ];

    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        new("GET", "/api/quotas", "The quotas whose dimensions are named, and how far they are used.", StatusAsync)
        {
            Parameters = Subject, NeedsEverything = true, Result = WebJson.Default.IReadOnlyListQuotaStatus,
        },
        new("PUT", "/api/quotas/{id}/override", "Gives one account of a quota another limit.", OverrideAsync)
        {
            Parameters = [KnownParameters.Id], Kind = RouteKind.Write, NeedsEverything = true,
            Body = WebJson.Default.OverrideRequest, Result = WebJson.Default.IReadOnlyListQuotaStatus,
        },
        new("POST", "/api/quotas/halt", "Refuses every further call, or those of one value of a dimension.", HaltAsync)
        {
            Kind = RouteKind.Write, NeedsEverything = true, Body = WebJson.Default.HaltRequest,
        },
        new("POST", "/api/quotas/resume", "Ends a halt of exactly that scope.", ResumeAsync)
        {
            Kind = RouteKind.Write, NeedsEverything = true, Body = WebJson.Default.HaltRequest,
        },
    ];

    private static Task StatusAsync(UsageCall call) => WriteStatusAsync(call, new UsageDimensions
    {
        User = call.Query.Text("user"),
        Session = call.Query.Text("session"),
        Agent = call.Query.Text("agent"),
        Feature = call.Query.Text("feature"),
        Project = call.Query.Text("project"),
    });

    private static async Task WriteStatusAsync(UsageCall call, UsageDimensions subject) => await call.WriteAsync(
        await call.Get<ITokenQuotas>().GetStatusAsync(subject, call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListQuotaStatus).ConfigureAwait(false);

    private static async Task OverrideAsync(UsageCall call)
    {
        OverrideRequest request = await call.ReadBodyAsync(WebJson.Default.OverrideRequest).ConfigureAwait(false);
        var subject = new UsageDimensions
        {
            User = request.User,
            Session = request.Session,
            Agent = request.Agent,
            Feature = request.Feature,
            Project = request.Project,
        };
        await call.Get<ITokenQuotas>()
            .SetOverrideAsync(call.PathValue("id"), subject, request.Limit, request.Until, call.Actor, call.Aborted)
            .ConfigureAwait(false);
        await WriteStatusAsync(call, subject).ConfigureAwait(false);
    }

    private static async Task HaltAsync(UsageCall call)
    {
        HaltRequest request = await call.ReadBodyAsync(WebJson.Default.HaltRequest).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(request.Reason))
            throw new BadParameterException("reason", "Say why: those who are refused will read it.");
        await call.Get<ITokenQuotas>().HaltAsync(ScopeOf(request), request.Reason, call.Actor, call.Aborted)
            .ConfigureAwait(false);
        call.Http.Response.StatusCode = 204;
    }

    private static async Task ResumeAsync(UsageCall call)
    {
        HaltRequest request = await call.ReadBodyAsync(WebJson.Default.HaltRequest).ConfigureAwait(false);
        await call.Get<ITokenQuotas>().ResumeAsync(ScopeOf(request), call.Actor, call.Aborted).ConfigureAwait(false);
        call.Http.Response.StatusCode = 204;
    }

    // A forgotten half of a scope must not halt everything.
    private static HaltScope ScopeOf(HaltRequest request) => (request.Dimension, request.Value) switch
    {
        (null, null) => HaltScope.Everything,
        ({ } dimension, { Length: > 0 } value) => new HaltScope { Dimension = dimension, Value = value },
        (null, _) => throw new BadParameterException("dimension", "There is a value without a dimension."),
        _ => throw new BadParameterException("value", "There is a dimension without a value."),
    };
}
