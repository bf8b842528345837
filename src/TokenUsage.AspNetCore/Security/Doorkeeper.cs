using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Security;

/// <summary>Decides whether a request may do what its route does. Denies what it is not sure of.</summary>
internal sealed class Doorkeeper(TokenUsageWebOptions options, LocalSignIn? local)
{
    public const string WriteHeader = "X-Token-Usage";

    private const string Closed =
        "No policy protects this address. Call RequireAuthorization() or AllowAnonymous() on what MapTokenUsage gave.";

    private const string LocalOnly =
        "In Development this is for a browser on the same machine: open the address with the token that the log shows, "
        + "or call RequireAuthorization() on what MapTokenUsage returned.";

    private const string Unmarked = $"A request that changes something needs the header '{WriteHeader}: 1'.";

    private const string PartOnly = "This is not told apart by calls, and you may see a part of the calls only.";

    /// <summary>Says what the request may see, or answers it with a refusal.</summary>
    public async ValueTask<UsageAccess?> AdmitAsync(HttpContext context, UsageRoute route)
    {
        if (!IsProtected(context) && !IsAtTheMachine(context))
        {
            await Problem.WriteAsync(context, 403, local is null ? Closed : LocalOnly).ConfigureAwait(false);
            return null;
        }

        if (route.Kind is not RouteKind.Read)
        {
            string? fault = await FindWriteFaultAsync(context, route).ConfigureAwait(false);
            if (fault is not null)
            {
                await Problem.WriteAsync(context, 403, fault).ConfigureAwait(false);
                return null;
            }
        }

        UsageAccess access = options.Access is null ? UsageAccess.Everything : options.Access(context);
        bool isEnough = access.IsGranted && (access.IsEverything || !route.NeedsEverything);
        if (isEnough) return access;

        string detail = access.IsGranted ? PartOnly : "You may not see any usage.";
        await Problem.WriteAsync(context, 403, detail).ConfigureAwait(false);
        return null;
    }

    /// <summary>Says whether the application has decided who comes in. The authorization middleware has then asked them.</summary>
    private static bool IsProtected(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        return metadata is not null
            && (metadata.GetMetadata<IAllowAnonymous>() is not null
                || metadata.GetMetadata<IAuthorizeData>() is not null
                || metadata.GetMetadata<AuthorizationPolicy>() is not null);
    }

    private bool IsAtTheMachine(HttpContext context) =>
        local is not null && LocalSignIn.IsLocal(context) && local.IsSignedIn(context);

    private async ValueTask<string?> FindWriteFaultAsync(HttpContext context, UsageRoute route)
    {
        // No form of another site can send a header of its own, and a script of one has to ask first.
        if (!context.Request.Headers.ContainsKey(WriteHeader)) return Unmarked;
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return Unmarked;

        bool isTracking = route.Kind is RouteKind.Track;
        string setting = isTracking ? nameof(options.TrackPolicy) : nameof(options.WritePolicy);
        string? policy = isTracking ? options.TrackPolicy ?? options.WritePolicy : options.WritePolicy;
        if (policy is null) return $"This is for reading only: {nameof(TokenUsageWebOptions)}.{setting} is not set.";

        // Asked here, because AllowAnonymous() on the group would switch off a policy of the endpoint's own.
        IAuthorizationService? authorization = context.RequestServices.GetService<IAuthorizationService>();
        if (authorization is null) return "There is no authorization: call services.AddAuthorization().";
        AuthorizationResult result = await authorization.AuthorizeAsync(context.User, context, policy)
            .ConfigureAwait(false);
        return result.Succeeded ? null : $"The policy '{policy}' does not let you change anything.";
    }
}
