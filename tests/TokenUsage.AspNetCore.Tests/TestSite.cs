using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TokenUsage.AspNetCore.Tests;

/// <summary>A service with the monitor and its web door, without a socket.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, CapturedLog log)
    {
        _app = app;
        Log = log;
        Client = app.GetTestClient();
        Client.DefaultRequestHeaders.Add("X-Token-Usage", "1");
    }

    public HttpClient Client { get; }

    public CapturedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public ITokenUsageStats Stats => Services.GetRequiredService<ITokenUsageStats>();

    public IUsageFeed Feed => Services.GetRequiredService<IUsageFeed>();

    public static Task<TestSite> OpenAsync(
        Action<TokenUsageWebOptions>? configure = null, Action<ITokenMonitoringBuilder>? monitor = null) =>
        StartAsync(Environments.Production, group => group.AllowAnonymous(), configure, monitor);

    public static async Task<TestSite> StartAsync(
        string environment,
        Action<RouteGroupBuilder>? protect = null,
        Action<TokenUsageWebOptions>? configure = null,
        Action<ITokenMonitoringBuilder>? monitor = null)
    {
        WebApplicationBuilder builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        var log = new CapturedLog();
        builder.Logging.ClearProviders().AddProvider(log);
        ITokenMonitoringBuilder monitoring = builder.Services.AddTokenMonitoring();
        monitoring.ConfigureAlerts(alerts => alerts.UseDefaultRules = false); // a busy machine would raise its own
        monitor?.Invoke(monitoring);
        builder.Services.AddAuthentication("test")
            .AddScheme<AuthenticationSchemeOptions, NamedByHeader>("test", configureOptions: null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("admin", policy => policy.RequireClaim(ClaimTypes.Role, "admin"))
            .AddPolicy("anybody", policy => policy.RequireAssertion(_ => true));

        WebApplication app = builder.Build();
        app.Use((context, next) =>
        {
            // The test server has no connection: a header of the test stands for it.
            string? remote = context.Request.Headers["test-remote"];
            if (remote is not null) context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
            return next(context);
        });
        app.UsePathBase("/base");
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        protect ??= _ => { };
        protect(app.MapTokenUsage("/usage", configure));
        await app.StartAsync();
        return new TestSite(app, log);
    }

    public async Task RecordAsync(params UsageRecord[] records)
    {
        ITokenTracker tracker = Services.GetRequiredService<ITokenTracker>();
        foreach (UsageRecord record in records) await tracker.RecordAsync(record);
        await tracker.FlushAsync(TimeSpan.FromSeconds(10));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        string body = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public static UsageRecord Record(string model, string user, long input = 100, string? project = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Provider = "openai",
        Model = model,
        Operation = "chat",
        StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
        Duration = TimeSpan.FromMilliseconds(250),
        Tokens = new TokenCounts { Input = input, Output = 10 },
        Cost = new Cost { Status = CostStatus.Priced, Usd = 0.01m, ListUsd = 0.01m, BilledUsd = 0.01m },
        Dimensions = new UsageDimensions { User = user, Project = project },
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
