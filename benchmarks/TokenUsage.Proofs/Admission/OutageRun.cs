using System.Diagnostics;
using TokenUsage.Admission;
using TokenUsage.Redis;
using TokenUsage.Redis.Scripts;
using TokenUsage.Redis.Tests;

namespace TokenUsage.Proofs.Admission;

/// <summary>Several ledgers, each as one process has it, under load while their server goes away and comes back.</summary>
internal sealed class OutageRun(OutageScenario scenario, int processes, TimeSpan length) : IDisposable
{
    private const long Limit = 600_000;
    private const int CallersPerProcess = 4;

    private readonly RedisServer _server = new(scenario.KeepsLog);
    private readonly OutageCaller[] _callers = new OutageCaller[processes];
    private volatile bool _goesOn = true;

    public async Task<OutageFigures> RunAsync(CancellationToken cancellationToken)
    {
        if (!scenario.IsAbsentAtStart) await _server.StartAsync(cancellationToken);
        for (int i = 0; i < processes; i++) _callers[i] = new OutageCaller(Connect(), i, Limit);
        if (!scenario.IsAbsentAtStart) await WarmAsync(cancellationToken);

        Task[] calls =
        [
            .. _callers.SelectMany((caller, i) => Enumerable.Range(0, CallersPerProcess).Select(
                n => Task.Run(
                    () => caller.CallAsync((i * 100) + n, () => _goesOn, cancellationToken), cancellationToken))),
        ];
        if (!scenario.IsAbsentAtStart) await UntilAsync(() => Admitted() > Limit / 2, cancellationToken);

        long lost = Stopwatch.GetTimestamp();
        await scenario.Lose(_server, cancellationToken);
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        await scenario.Return(_server, cancellationToken);
        long returned = Stopwatch.GetTimestamp();
        await UntilAsync(() => _callers.All(caller => !caller.Ledger.IsOffline), cancellationToken);
        TimeSpan back = Stopwatch.GetElapsedTime(returned);

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        _goesOn = false;
        await Task.WhenAll(calls);
        foreach (OutageCaller caller in _callers)
        {
            await caller.RepeatAsync(cancellationToken);
            await caller.Ledger.SweepAsync(1_000, cancellationToken);
        }

        LedgerBalance balance = await _callers[0].Ledger.ReadAsync(
            SharedOvershoot.Line(Limit, 0), cancellationToken);
        foreach (OutageCaller caller in _callers) await caller.Ledger.DisposeAsync();
        return new OutageFigures(
            [.. _callers.SelectMany(caller => caller.Steps)],
            lost,
            back,
            balance,
            Limit,
            _callers.Sum(caller => caller.Faults));
    }

    public void Dispose() => _server.Dispose();

    private RedisQuotaLedger Connect() => new(
        new RedisQuotaOptions { Configuration = _server.Configuration, Processes = processes },
        history: null,
        TimeProvider.System,
        logger: null,
        LedgerScripts.Timed);

    /// <summary>Connects, loads the scripts and compiles the way there: none of it is what is measured.</summary>
    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        foreach (OutageCaller caller in _callers)
        {
            for (int i = 0; i < 200; i++) await TryOnceAsync(caller.Ledger, cancellationToken);
            await UntilAsync(() => !caller.Ledger.IsOffline, cancellationToken);
        }
    }

    private static async Task TryOnceAsync(RedisQuotaLedger ledger, CancellationToken cancellationToken)
    {
        var claim = new LedgerClaim();
        claim.Begin(Guid.CreateVersion7());
        claim.Add(SharedOvershoot.Line(Limit, 1) with { Account = new QuotaAccount("warm") });
        try
        {
            await ledger.ReserveAsync(claim, TimeSpan.FromMinutes(1), cancellationToken);
            await ledger.SettleAsync(claim, default, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The first steps of a cold process may take longer than a step may.
        }
    }

    private long Admitted() => _callers.Sum(caller => caller.Steps.Sum(step => step.Admitted));

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }
}
