using TokenUsage.Storage;

namespace TokenUsage.Reporting.Schedules;

/// <summary>Keeps replicas from making and sending the same report: without a store that has leases, it lets all pass.</summary>
internal sealed class ReportLeases(ILeaseStore? leases)
{
    private const string TurnName = "reports";

    // Longer than a report takes to make and a mail server to answer; who dies meanwhile holds the others up so long.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, IAsyncDisposable> _begun = new(StringComparer.Ordinal);

    /// <returns>The turn, which disposing ends; null while another has it.</returns>
    public async ValueTask<IAsyncDisposable?> TryTakeTurnAsync(CancellationToken cancellationToken) => leases is null
        ? NoLease.Instance
        : await leases.TryAcquireAsync(TurnName, Longest, cancellationToken).ConfigureAwait(false);

    /// <summary>Says whether a report is still to be sent. One that another replica sent, or is sending, is not.</summary>
    public async ValueTask<bool> TryBeginAsync(string name, CancellationToken cancellationToken)
    {
        if (leases is null) return true;

        IAsyncDisposable? lease =
            await leases.TryAcquireAsync(LeaseOf(name), Longest, cancellationToken).ConfigureAwait(false);
        if (lease is null) return false;

        _begun[name] = lease;
        return true;
    }

    /// <summary>Keeps the lease of what has been sent, and does not give it back: that is how others know.</summary>
    /// <remarks>Without a way to end it: what has been sent must not be sent again because a host stops now.</remarks>
    public async ValueTask RememberAsync(string name, TimeSpan length)
    {
        if (leases is null) return;

        _begun.Remove(name);
        await leases.TryAcquireAsync(LeaseOf(name), length, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Gives back the lease of what could not be sent, so that any replica tries again.</summary>
    public ValueTask ForgetAsync(string name) =>
        _begun.Remove(name, out IAsyncDisposable? lease) ? lease.DisposeAsync() : default;

    private static string LeaseOf(string name) => $"{TurnName}/{name}";

    private sealed class NoLease : IAsyncDisposable
    {
        public static NoLease Instance { get; } = new();

        public ValueTask DisposeAsync() => default;
    }
}
