using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.AspNetCore.Live;
using TokenUsage.AspNetCore.Metrics;
using TokenUsage.AspNetCore.Security;
using TokenUsage.Storage;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>One mapped door: its settings, who keeps it, and what becomes of a fault.</summary>
internal sealed class UsageWeb
{
    private readonly Doorkeeper _doorkeeper;
    private readonly LocalSignIn? _local;
    private readonly ILogger _logger;

    public UsageWeb(TokenUsageWebOptions options, string path, IServiceProvider services)
    {
        Options = options;
        Path = path;
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger("TokenUsage.AspNetCore") ?? NullLogger.Instance;
        bool isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
        _local = isDevelopment ? new LocalSignIn(path, _logger) : null;
        _doorkeeper = new Doorkeeper(options, _local);
        Meters = new MeterReadings(services.GetService<IMeterFactory>());
        Streams = new LiveStreams(options.MostLiveStreams);
        if (services.GetService<IHostApplicationLifetime>() is not { } lifetime) return;

        Stopping = lifetime.ApplicationStopping;
        lifetime.ApplicationStarted.Register(() => Announce(services));
        lifetime.ApplicationStopped.Register(Meters.Dispose);
    }

    public TokenUsageWebOptions Options { get; }

    public string Path { get; }

    public LiveStreams Streams { get; }

    public MeterReadings Meters { get; }

    public CancellationToken Stopping { get; }

    public RequestDelegate Serve(UsageRoute route) => context => ServeAsync(context, route);

    private async Task ServeAsync(HttpContext context, UsageRoute route)
    {
        SecurityHeaders.Apply(context.Response);
        if (!route.IsApi && _local is not null && LocalSignIn.IsLocal(context) && _local.TrySignIn(context))
        {
            context.Response.Redirect(context.Request.PathBase + Path + "/"); // the token leaves the address bar
            return;
        }

        UsageAccess? access = await _doorkeeper.AdmitAsync(context, route).ConfigureAwait(false);
        if (access is null) return;

        try
        {
            var call = new UsageCall(context, this, route, access);
            call.Query.Check(route);
            await route.Answer(call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception exception)
        {
            await ExplainAsync(context, route, exception).ConfigureAwait(false);
        }
    }

    private Task ExplainAsync(HttpContext context, UsageRoute route, Exception exception)
    {
        switch (exception)
        {
            case BadParameterException bad:
                return Problem.WriteAsync(context, 400, bad.Message, bad.Parameter);
            case ArgumentException argument:
                return Problem.WriteAsync(context, 400, argument.Message, ParameterName.Of(argument));
            case KeyNotFoundException missing:
                return Problem.WriteAsync(context, 404, missing.Message);
            case UsageStoreException:
                _logger.Failed(route.Path, exception);
                return Problem.WriteAsync(context, 503, "The store does not answer now; try again shortly.");
            default:
                _logger.Failed(route.Path, exception); // its message stays here: it may name files and hosts
                return Problem.WriteAsync(context, 500, "This could not be answered. The log of the service says why.");
        }
    }

    private void Announce(IServiceProvider services)
    {
        if (_local is null) return;

        ICollection<string>? addresses =
            services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses;
        string address = addresses?.FirstOrDefault() ?? "http://localhost";
        _local.Announce(address.Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/'));
    }
}
