namespace TokenUsage.Diagnostics.Health;

/// <summary>Asks every part how it is, all at once, and waits no longer than a probe may.</summary>
internal sealed class HealthReader(
    IEnumerable<IHealthContributor> contributors, TimeProvider time, CheckTally? tally = null) : IMonitorHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<MonitorHealth> CheckAsync(CancellationToken cancellationToken = default)
    {
        Task<ComponentHealth>[] answers = [.. contributors.Select(c => AskAsync(c, cancellationToken))];
        return new MonitorHealth
        {
            At = time.GetUtcNow(),
            Components = await Task.WhenAll(answers).ConfigureAwait(false),
        };
    }

    private async Task<ComponentHealth> AskAsync(IHealthContributor contributor, CancellationToken cancellationToken)
    {
        try
        {
            // On the pool: a part that blocks must not hold up the others.
            ComponentHealth health = await Task
                .Run(() => contributor.CheckAsync(cancellationToken).AsTask(), cancellationToken)
                .WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            tally?.Count(isAnswered: true);
            return health;
        }
        catch (TimeoutException)
        {
            return Unhealthy(contributor, $"It has not answered within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The type only: messages of stores can hold connection strings.
            return Unhealthy(contributor, $"It failed with {exception.GetType().Name}.");
        }
    }

    private ComponentHealth Unhealthy(IHealthContributor contributor, string description)
    {
        tally?.Count(isAnswered: false);
        return new ComponentHealth
        {
            Name = contributor.Name,
            Level = HealthLevel.Unhealthy,
            Description = description,
            Recommendation = "Look into the log for the cause.",
        };
    }
}
