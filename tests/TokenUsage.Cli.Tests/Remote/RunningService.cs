using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenUsage.Recording;

namespace TokenUsage.Cli.Tests.Remote;

/// <summary>A service over a SQLite file, with the web door behind a token, on a port of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    public const string Token = "open-sesame";

    private readonly WebApplication _app;

    private RunningService(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/usage";

    public ITokenAlerts Alerts => _app.Services.GetRequiredService<ITokenAlerts>();

    public ITokenQuotas Quotas => _app.Services.GetRequiredService<ITokenQuotas>();

    public static async Task<RunningService> StartAsync(string database)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireAssertion(_ => true));
        builder.Services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseSqlite($"Data Source={database}")
            .ConfigureAlerts(alerts => alerts.UseDefaultRules = false) // a busy machine would raise its own
            .AddQuota("user-day", quota => quota.Per(Dimension.User).Tokens(1_000));
        WebApplication app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization == $"Bearer {Token}") return next(context);

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapTokenUsage("/usage", options => options.WritePolicy = "admin").AllowAnonymous();
        app.MapGet("/elsewhere/api/summary", () => "Hello");
        await app.StartAsync();
        return new RunningService(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
