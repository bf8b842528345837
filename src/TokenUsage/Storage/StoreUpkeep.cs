using Microsoft.Extensions.Logging;

namespace TokenUsage.Storage;

/// <summary>Deletes what retention no longer allows, a little at a time.</summary>
/// <param name="store">The store's own upkeep.</param>
/// <param name="lease">Guards a store that many processes share; <see langword="null"/> where one process writes.</param>
/// <param name="options">How long what is kept.</param>
/// <param name="time">Says when "now" is.</param>
/// <param name="logger">Hears what was deleted, and what failed.</param>
internal sealed class StoreUpkeep(
    IStoreMaintenance store, ILeaseStore? lease, RetentionOptions options, TimeProvider time, ILogger logger)
{
    private const string LeaseName = "retention";
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs until it is cancelled. A fault is told, and the next turn tries again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.IsEnabled) return;

        using var timer = new PeriodicTimer(options.Interval, time);
        while (await WaitAsync(timer, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.UpkeepFailed(exception);
            }
        }
    }

    /// <summary>Deletes all there is to delete now.</summary>
    public async Task<RetentionReport> RunOnceAsync(CancellationToken cancellationToken)
    {
        IAsyncDisposable? held = lease is null ? null : await lease
            .TryAcquireAsync(LeaseName, LeaseTime, cancellationToken).ConfigureAwait(false);
        if (lease is not null && held is null) return new RetentionReport { IsDone = true }; // another process does it

        try
        {
            return await DeleteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<RetentionReport> DeleteAsync(CancellationToken cancellationToken)
    {
        RetentionPlan plan = options.PlanAt(time.GetUtcNow());
        var total = new RetentionReport();
        while (!total.IsDone)
        {
            RetentionReport step = await store.ApplyRetentionAsync(plan, cancellationToken).ConfigureAwait(false);
            bool isDone = step.IsDone || step.Records + step.Rollups == 0;
            total = new RetentionReport
            {
                Records = total.Records + step.Records,
                Rollups = total.Rollups + step.Rollups,
                IsDone = isDone,
            };
        }

        if (total.Records + total.Rollups > 0) logger.RetentionApplied(total.Records, total.Rollups, plan.Records);
        return total;
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
