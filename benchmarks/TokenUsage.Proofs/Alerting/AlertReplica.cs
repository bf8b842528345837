using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Alerting;

/// <summary>One process's monitor over the store that all replicas share, with everything that runs in its background.</summary>
internal sealed class AlertReplica : IAsyncDisposable
{
    public const string QuotaName = "share";

    private readonly IHost _host;

    private AlertReplica(IHost host) => _host = host;

    public ITokenQuotas Quotas => Get<ITokenQuotas>();

    public ITokenAlerts Alerts => Get<ITokenAlerts>();

    public static async Task<AlertReplica> StartAsync(
        string database, long limit, IAlertSink sink, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(sink);

        // In memory: two replicas of one process would share a journal's folder, and the records are not what is shown.
        builder.Services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseSqlite($"Data Source={database}")
            .AddQuota(QuotaName, quota => quota.Per(Dimension.User).Tokens(limit).Monthly())
            .AddAlert("quota", alert => alert.Quota(QuotaName)
                .At(0.5m, AlertSeverity.Low).At(0.8m).At(0.9m, AlertSeverity.High).At(1m, AlertSeverity.Critical)
                .CoolDown(TimeSpan.Zero).ResolveAfter(TimeSpan.FromSeconds(3)).RemindEvery(null))
            .ConfigureAlerts(options =>
            {
                options.UseDefaultRules = false;
                options.Interval = TimeSpan.FromSeconds(1);
                options.DeliveryInterval = TimeSpan.FromMilliseconds(200);
            });
        IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new AlertReplica(host);
    }

    /// <summary>Makes one call of one token: asks the quota, settles, records.</summary>
    /// <returns>Why it was refused; <see langword="null"/> when it was let through.</returns>
    public async Task<string?> CallAsync(string user, CancellationToken cancellationToken)
    {
        var tokens = new TokenCounts { Input = 1, Output = 0 };
        var request = new QuotaRequest
        {
            Id = Guid.CreateVersion7(),
            Provider = "openai",
            Model = "gpt-4o",
            Subject = new UsageDimensions { User = user },
            Estimate = tokens,
        };
        try
        {
            await using QuotaReservation held = await Quotas.ReserveAsync(request, cancellationToken);
            held.MarkDispatched();
            await held.SettleAsync(tokens, Cost.Unpriced, CallOutcome.Success, cancellationToken);
        }
        catch (QuotaExceededException exception)
        {
            return exception.Message;
        }

        var record = new UsageRecord
        {
            Id = request.Id,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Provider = request.Provider,
            Model = request.Model,
            Operation = "chat",
            Tokens = tokens,
            Cost = Cost.Unpriced,
            Dimensions = request.Subject,
        };
        ITokenTracker tracker = Get<ITokenTracker>();
        if (!tracker.TryRecord(record)) await tracker.RecordAsync(record, cancellationToken); // waits for room
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
