using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Alerting;

/// <summary>One process's monitor over the store that all replicas share, with everything that runs in its background.</summary>
internal sealed class AlertReplica : IAsyncDisposable
{
    public const string QuotaName = "share";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IHost _host;
    private long _askedAgain;

    private AlertReplica(IHost host) => _host = host;

    /// <summary>Gets how often a call was refused at first, and asked for again.</summary>
    public long AskedAgain => Interlocked.Read(ref _askedAgain);

    public ITokenQuotas Quotas => Get<ITokenQuotas>();

    public ITokenAlerts Alerts => Get<ITokenAlerts>();

    public static async Task<AlertReplica> StartAsync(
        string database, long limit, TimeSpan ledgerTimeout, IAlertSink sink, CancellationToken cancellationToken)
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
            .ConfigureQuotas(options => options.LedgerTimeout = ledgerTimeout)
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
    /// <remarks>
    /// All calls together are as many as the limit, so each must be let through in the end. On a machine where the ledger does
    /// not answer in time, a call is refused, and the next finds the last tokens held until that one is given back: both ask
    /// again, as an application would.
    /// </remarks>
    /// <returns>Why it was refused; <see langword="null"/> when it was let through.</returns>
    public async Task<string?> CallAsync(string user, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (await TryCallAsync(user, cancellationToken) is { } why)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience) return why;
            Interlocked.Increment(ref _askedAgain);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    private async Task<string?> TryCallAsync(string user, CancellationToken cancellationToken)
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

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
