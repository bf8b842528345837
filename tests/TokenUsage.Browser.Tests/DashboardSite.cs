using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenUsage.Recording;

namespace TokenUsage.Browser.Tests;

/// <summary>A service with the dashboard on a socket, a month of calls, quotas and alerts: the same at every start.</summary>
public sealed class DashboardSite : IAsyncLifetime
{
    private static readonly (string Model, decimal Usd)[] Models =
        [("gpt-4o", 0.011m), ("gpt-4o-mini", 0.0005m), ("claude-sonnet-4-5", 0.014m), ("o4-mini", 0.006m)];

    private static readonly string[] Users = ["alice", "bob", "carol", "dmitri", "emma"];
    private static readonly string[] Features = ["search", "chat", "summaries"];

    private WebApplication? _app;

    public IServiceProvider Services => _app!.Services;

    public ITokenUsageStats Stats => Services.GetRequiredService<ITokenUsageStats>();

    public ITokenAlerts Alerts => Services.GetRequiredService<ITokenAlerts>();

    public ITokenQuotas Quotas => Services.GetRequiredService<ITokenQuotas>();

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await RecordAsync(History());
        await ChargeAsync("alice", 850_000);
        await ChargeAsync("bob", 300_000);
        await RaiseAsync("team-spend", AlertSeverity.High, "Project acme has cost $412.00, of $400.00.", "acme");
        await RaiseAsync("latency", AlertSeverity.Medium, "95 of 100 calls took 2.4 s or less in 5 minutes.", null);
    }

    /// <summary>Starts the service with nothing in it.</summary>
    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
            Args = ["--urls", "http://127.0.0.1:0"],
        });
        builder.Logging.ClearProviders();
        builder.Services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .AddQuota("user-day", quota => quota.Per(Dimension.User).Tokens(1_000_000).Daily("Europe/Berlin"))
            .AddQuota("service-month", quota => quota.Usd(500m).Monthly("Europe/Berlin"))
            .ConfigureAlerts(alerts => alerts.UseDefaultRules = false);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("operators", policy => policy.RequireAssertion(_ => true));
        _app = builder.Build();
        _app.UseAuthorization();
        _app.MapTokenUsage("/usage", options =>
        {
            options.TimeZone = "Europe/Berlin";
            options.WritePolicy = "operators";
        }).AllowAnonymous();
        await _app.StartAsync();
    }

    public Uri Address(string page)
    {
        string root = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri($"{root}/usage/{page}");
    }

    public async Task RecordAsync(params IEnumerable<UsageRecord> records)
    {
        ITokenTracker tracker = Services.GetRequiredService<ITokenTracker>();
        foreach (UsageRecord record in records) tracker.TryRecord(record).Should().BeTrue();
        await tracker.FlushAsync(TimeSpan.FromSeconds(30));
    }

    public static UsageRecord Call(
        DateTimeOffset at, string user, string model, string feature = "chat", decimal usd = 0.01m,
        int input = 1_000) => new()
        {
            Id = Guid.CreateVersion7(at),
            Provider = model.StartsWith("claude", StringComparison.Ordinal) ? "anthropic" : "openai",
            Model = model,
            Operation = "chat",
            StartedAt = at,
            Duration = TimeSpan.FromMilliseconds(200 + (input % 1_700)),
            Tokens = new TokenCounts { Input = input, CachedInput = input / 4, Output = input / 5 },
            Cost = new Cost { Status = CostStatus.Priced, Usd = usd, ListUsd = usd, BilledUsd = usd },
            Dimensions = new UsageDimensions { User = user, Feature = feature, Agent = "assistant", Project = "acme" },
        };

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private static IEnumerable<UsageRecord> History()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var random = new Random(7);
        for (int hour = 24 * 60; hour > 0; hour--)
        {
            DateTimeOffset at = now.AddHours(-hour);
            int calls = at.Hour is > 7 and < 19 ? 4 : 1;
            if (hour is > 200 and < 204) calls = 60; // something that somebody forgot to stop
            for (int i = 0; i < calls; i++)
            {
                (string model, decimal usd) = Models[random.Next(Models.Length)];
                UsageRecord call = Call(
                    at.AddSeconds(i), Users[random.Next(Users.Length)], model, Features[random.Next(Features.Length)],
                    usd, random.Next(200, 6_000));
                bool isFailed = random.Next(50) == 0;
                yield return isFailed ? call with { Outcome = CallOutcome.Failed, ErrorType = "timeout" } : call;
            }
        }
    }

    private async Task ChargeAsync(string user, long tokens)
    {
        var used = new TokenCounts { Input = tokens, Output = 0 };
        await using QuotaReservation held = await Quotas.ReserveAsync(new QuotaRequest
        {
            Id = Guid.CreateVersion7(),
            Provider = "openai",
            Model = "gpt-4o",
            Subject = new UsageDimensions { User = user },
            Estimate = used,
        });
        held.MarkDispatched();
        await held.SettleAsync(used, new Cost { Status = CostStatus.Priced, Usd = 2m }, CallOutcome.Success);
    }

    private async Task RaiseAsync(string rule, AlertSeverity severity, string message, string? project) =>
        await Alerts.RaiseAsync(new AlertRequest
        {
            Rule = rule,
            Message = message,
            Severity = severity,
            Scope = new UsageDimensions { Project = project },
        });
}
