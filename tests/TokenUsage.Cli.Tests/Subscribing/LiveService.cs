using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TokenUsage.Cli.Tests.Subscribing;

/// <summary>A service that listens, with the monitor and its web door.</summary>
internal sealed class LiveService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveService(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/usage";

    public static async Task<LiveService> StartAsync(string address = "http://127.0.0.1:0")
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.Services.AddTokenMonitoring()
            .ConfigureAlerts(alerts => alerts.UseDefaultRules = false); // a busy machine would raise its own
        WebApplication app = builder.Build();
        app.MapTokenUsage("/usage").AllowAnonymous();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new LiveService(app);
    }

    public async Task RecordAsync(params string[] users)
    {
        ITokenTracker tracker = _app.Services.GetRequiredService<ITokenTracker>();
        foreach (string user in users) await tracker.RecordAsync(RecordOf(user));
        await tracker.FlushAsync(TimeSpan.FromSeconds(10));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static UsageRecord RecordOf(string user) => new()
    {
        Id = Guid.CreateVersion7(),
        Provider = "openai",
        Model = "gpt-4o",
        Operation = "chat",
        StartedAt = TimeProvider.System.GetUtcNow(),
        Tokens = new TokenCounts { Input = 100, Output = 10 },
        Cost = new Cost { Status = CostStatus.Priced, Usd = 0.01m, ListUsd = 0.01m, BilledUsd = 0.01m },
        Dimensions = new UsageDimensions { User = user },
    };
}
