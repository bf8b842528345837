using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TokenUsage.AspNetCore;
using TokenUsage.AspNetCore.Endpoints;

#pragma warning disable IDE0130 // entry points are found in the root namespace
namespace TokenUsage;

/// <summary>Maps the dashboard, the REST interface and the live stream.</summary>
public static class TokenUsageEndpointRouteBuilderExtensions
{
    /// <summary>Maps all of it below one path, as one group: what is required of the group holds for every part.</summary>
    /// <param name="endpoints">Where to map it: the application, or a group.</param>
    /// <param name="pattern">The path. Every path base before it is respected.</param>
    /// <param name="configure">Changes the settings: who may write, and whose usage a caller sees.</param>
    /// <returns>The group, for <c>RequireAuthorization</c>, <c>RequireHost</c>, <c>RequireRateLimiting</c>.</returns>
    /// <remarks>
    /// Without a policy it answers 403, except in Development: there a browser of the same machine is let in with a token that
    /// the log shows once. <c>AllowAnonymous()</c> opens it to everybody who can reach it. Nothing can be changed before
    /// <see cref="TokenUsageWebOptions.WritePolicy"/> is set.
    /// </remarks>
    public static RouteGroupBuilder MapTokenUsage(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/usage",
        Action<TokenUsageWebOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);

        var options = new TokenUsageWebOptions();
        configure?.Invoke(options);
        options.Check();
        string path = "/" + pattern.Trim('/');
        RouteGroupBuilder group = endpoints.MapGroup(path).WithTags("Token usage");
        var web = new UsageWeb(options, path, endpoints.ServiceProvider);
        foreach (UsageRoute route in UsageRoutes.All)
        {
            group.MapMethods(route.Path, [route.Method], web.Serve(route))
                .WithName($"TokenUsage {path} {route.Method} {route.Path}")
                .WithSummary(route.Summary);
        }

        return group;
    }
}
