using System.Diagnostics;
using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Sends steps to the server; those that wait at once go together, as one transaction.</summary>
/// <remarks>
/// Each caller with a connection of its own would be simpler, and on one busy account all of them would wait for the
/// same row, one commit after the other, until the server ends their wait. Here a counter is in one transaction of this
/// process at a time: what comes meanwhile waits without a connection, and goes with the next. Steps on other counters
/// pass it by; those on the same keep their order.
/// </remarks>
internal sealed class StepQueue(Func<IReadOnlyList<LedgerStep>, Task> send)
{
    private const int MostTransactions = 4;
    private const int MostSteps = 64; // so that no step waits for the work of hundreds of others
    private const int MostWaiting = 10_000;

    // No caller waits this long: what is older is of a server that did not answer, and must not pile up.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<LedgerStep> _waiting = [];
    private readonly HashSet<Guid> _busy = []; // the counters and calls of the transactions under way
    private int _transactions;

    public async Task<StepAnswer> RunAsync(LedgerStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        step.WaitsSince = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (_waiting.Count >= MostWaiting)
            {
                throw new UsageStoreException(
                    $"{MostWaiting:N0} steps of quotas wait for PostgreSQL already, which does not keep up with them.",
                    isPermanent: false);
            }

            _waiting.AddLast(step);
        }

        Begin();
        using CancellationTokenRegistration registration = cancellationToken.Register(
            static (state, token) => ((LedgerStep)state!).Cancel(token), step);
        return await step.Answer.ConfigureAwait(false);
    }

    private void Begin()
    {
        while (Take() is { } steps) _ = SendAsync(steps);
    }

    private async Task SendAsync(List<LedgerStep> steps)
    {
        try
        {
            await send(steps).ConfigureAwait(false);
        }
        catch (PostgresException) when (steps.Count > 1)
        {
            Return(steps); // rolled back whole; one of them, alone, gets the error that is its own
        }
        catch (Exception exception)
        {
            foreach (LedgerStep step in steps) step.Fail(exception);
        }

        lock (_gate)
        {
            _transactions--;
            foreach (LedgerStep step in steps)
            {
                _busy.Remove(step.Id);
                _busy.ExceptWith(step.Counters);
            }
        }

        Begin();
    }

    private void Return(List<LedgerStep> steps)
    {
        lock (_gate)
        {
            for (int i = steps.Count - 1; i >= 0; i--)
            {
                steps[i].IsAlone = true;
                _waiting.AddFirst(steps[i]);
            }
        }
    }

    private List<LedgerStep>? Take()
    {
        lock (_gate)
        {
            if (_transactions == MostTransactions || _waiting.Count == 0) return null;

            var taken = new List<LedgerStep>();
            var passedBy = new HashSet<Guid>();
            for (LinkedListNode<LedgerStep>? node = _waiting.First, next; node is not null; node = next)
            {
                next = node.Next;
                LedgerStep step = node.Value;
                if (IsOver(step))
                {
                    _waiting.Remove(node);
                }
                else if (Fits(step, taken, passedBy))
                {
                    _waiting.Remove(node);
                    taken.Add(step);
                    if (step.IsAlone || taken.Count == MostSteps) break;
                }
                else
                {
                    passedBy.UnionWith(step.Counters);
                    passedBy.Add(step.Id);
                }
            }

            if (taken.Count == 0) return null;
            _transactions++;
            foreach (LedgerStep step in taken)
            {
                _busy.Add(step.Id);
                _busy.UnionWith(step.Counters);
            }

            return taken;
        }
    }

    // A call is in a transaction once: its steps depend on each other.
    private bool Fits(LedgerStep step, List<LedgerStep> taken, HashSet<Guid> passedBy) =>
        !(step.IsAlone && taken.Count > 0)
        && !_busy.Contains(step.Id) && !passedBy.Contains(step.Id) && taken.TrueForAll(t => t.Id != step.Id)
        && !Array.Exists(step.Counters, c => _busy.Contains(c) || passedBy.Contains(c));

    private static bool IsOver(LedgerStep step)
    {
        if (step.Answer.IsCompleted) return true;
        if (Stopwatch.GetElapsedTime(step.WaitsSince) < LongestWait) return false;

        step.Fail(new TimeoutException(
            $"PostgreSQL did not come to this step within {LongestWait.TotalSeconds:N0} s."));
        return true;
    }
}
