using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Web;

/// <summary>A service with the web door on a socket, over one SQLite file.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebSite(WebApplication app)
    {
        _app = app;
        IFeatureCollection features = app.Services.GetRequiredService<IServer>().Features;
        Api = new Uri(features.Get<IServerAddressesFeature>()!.Addresses.First() + "/usage/api/");
    }

    public Uri Api { get; }

    public ITokenTracker Tracker => _app.Services.GetRequiredService<ITokenTracker>();

    public static async Task<WebSite> StartAsync(string database, int streams, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddTokenMonitoring(options =>
            {
                options.Recording.Durability = Durability.Memory;
                options.Cache.Freshness = TimeSpan.Zero; // else all calls but the first find the answer itself
            })
            .UseSqlite($"Data Source={database}");
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.UseAuthorization();
        app.MapTokenUsage("/usage", options => options.MostLiveStreams = streams).AllowAnonymous();
        await app.StartAsync(cancellationToken);
        return new WebSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
