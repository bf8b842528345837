using TokenUsage.AspNetCore.Dashboard;
using TokenUsage.AspNetCore.Live;
using TokenUsage.AspNetCore.Metrics;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Every address there is: the one list behind routing, checking and the OpenAPI document.</summary>
internal static class UsageRoutes
{
    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        .. DashboardRoutes.All,
        .. SummaryRoutes.All,
        .. AnalyticsRoutes.All,
        .. QuotaRoutes.All,
        .. AlertRoutes.All,
        .. MonitorRoutes.All,
        TrackRoute.Route,
        LiveRoute.Route,
        MetricsRoute.Route,
        OpenApiRoute.Route,
    ];
}
