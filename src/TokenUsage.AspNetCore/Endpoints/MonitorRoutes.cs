using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.AspNetCore.Json;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>The service as a whole: its overview, its health, its prices, and what the pages may do.</summary>
internal static class MonitorRoutes
{
    private static readonly Dimension[] Parts =
    [
        Dimension.User, Dimension.Project, Dimension.Model, Dimension.Provider,
        Dimension.Feature, Dimension.Agent, Dimension.Outcome,
    ];

    private static readonly string Version = typeof(MonitorRoutes).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        new("GET", "/api/stats", "The overview for administrators.", OverviewAsync)
        {
            Parameters = [new("timeRange", "The last so many: 24h, 30d. Default 30d."), KnownParameters.Zone],
            NeedsEverything = true, Result = WebJson.Default.ServiceOverview,
        },
        new("GET", "/api/health", "How the monitor itself is.", HealthAsync)
        {
            NeedsEverything = true, Result = WebJson.Default.MonitorHealth,
        },
        new("GET", "/api/prices", "What a call would cost now.", PriceAsync)
        {
            Parameters =
            [
                new("provider", "The provider: openai, anthropic."), new("model", "The model's name."),
                new("input", "Input tokens. Default 1,000.", "integer"),
                new("output", "Output tokens. Default 1,000.", "integer"),
            ],
            Result = WebJson.Default.PriceQuote,
        },
        new("GET", "/api/settings", "What the pages begin with.", SettingsAsync)
        {
            Result = WebJson.Default.DashboardSettings,
        },
    ];

    private static async Task OverviewAsync(UsageCall call)
    {
        TimeRange range = call.Query.Range("timeRange");
        string zone = call.Query.Zone();
        UsageSummary summary = await call.Stats.QueryAsync(
            new UsageQuery { Range = range, TimeZone = zone, Breakdowns = Parts, Top = 100 }, call.Aborted)
            .ConfigureAwait(false);
        TimeSpan length = range.Length ?? TimeSpan.FromDays(30);
        DateTimeOffset start = summary.AsOf - length;
        UsageSummary before = await call.Stats.QueryAsync(
            new UsageQuery { Range = TimeRange.Between(start - length, start), TimeZone = zone }, call.Aborted)
            .ConfigureAwait(false);
        IReadOnlyList<Alert> active = await call.Get<ITokenAlerts>().GetActiveAsync(call.Aborted)
            .ConfigureAwait(false);
        MonitorHealth health = await call.Get<IMonitorHealth>().CheckAsync(call.Aborted).ConfigureAwait(false);
        var answer = new ServiceOverview
        {
            AsOf = summary.AsOf,
            Pending = summary.Pending,
            Totals = summary.Totals,
            Previous = before.Totals,
            Users = CountOf(summary, Dimension.User),
            Projects = CountOf(summary, Dimension.Project),
            Breakdowns = summary.Breakdowns,
            Quotas = await call.Get<ITokenQuotas>().GetStatusAsync(UsageDimensions.None, call.Aborted)
                .ConfigureAwait(false),
            Alerts = AlertSummary.Of(active),
            Health = health.Level,
        };
        await call.WriteTaggedAsync(answer, answer with { AsOf = default }, WebJson.Default.ServiceOverview)
            .ConfigureAwait(false);
    }

    private static int CountOf(UsageSummary summary, Dimension dimension) =>
        summary.Breakdowns[dimension.Name].Count(group => !group.IsOther && group.Key is [not null]);

    private static async Task HealthAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<IMonitorHealth>().CheckAsync(call.Aborted).ConfigureAwait(false),
        WebJson.Default.MonitorHealth).ConfigureAwait(false);

    private static Task PriceAsync(UsageCall call)
    {
        string provider = Required(call, "provider");
        string model = Required(call, "model");
        var tokens = new TokenCounts
        {
            Input = call.Query.Number("input", 0, int.MaxValue) ?? 1_000,
            Output = call.Query.Number("output", 0, int.MaxValue) ?? 1_000,
        };
        var record = new UsageRecord
        {
            Id = Guid.Empty,
            Provider = provider,
            Model = model,
            Operation = "chat",
            StartedAt = call.Time.GetUtcNow(),
            Tokens = tokens,
            Cost = Cost.Unpriced,
        };
        decimal? usd = call.Get<ICallRepricer>().PriceOf(record);
        var quote = new PriceQuote { Provider = provider, Model = model, Tokens = tokens, Usd = usd };
        return call.WriteAsync(quote, WebJson.Default.PriceQuote);
    }

    private static async Task SettingsAsync(UsageCall call)
    {
        TokenUsageWebOptions options = call.Web.Options;
        IAuthorizationService? authorization = call.Http.RequestServices.GetService<IAuthorizationService>();
        bool canWrite = call.Access.IsEverything && options.WritePolicy is not null && authorization is not null
            && (await authorization.AuthorizeAsync(call.Http.User, call.Http, options.WritePolicy)
                .ConfigureAwait(false)).Succeeded;
        var settings = new DashboardSettings
        {
            TimeZone = options.TimeZone,
            Overview = [.. options.Overview],
            CanWrite = canWrite,
            SeesEverything = call.Access.IsEverything,
            Version = Version.Split('+')[0],
        };
        await call.WriteAsync(settings, WebJson.Default.DashboardSettings).ConfigureAwait(false);
    }

    private static string Required(UsageCall call, string name) =>
        call.Query.Text(name) ?? throw new BadParameterException(name, $"'{name}' is missing.");
}
