using System.Diagnostics;
using TokenUsage.Proofs.Storing;

namespace TokenUsage.Proofs.Alerting;

/// <summary>
/// Two replicas share one store while calls take every user over each threshold, an override takes them below again, and
/// further calls over the first one anew. One replica is restarted in the middle.
/// </summary>
internal sealed class AlertsProof : IProof
{
    private const int Lift = 4; // the override's limit, of the first: what filled it is then a quarter
    private const int MostRefusalsTold = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "alerts";

    public string Usage =>
        "--calls 1000000 --users 20 --workers 4 --ledger-timeout 1000 (ms): two replicas, one restart; each told once";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int users = arguments.Number("users", 20);
        int each = arguments.Number("calls", 1_000_000) / users / 2; // half up to the limit, half up to the next alert
        int workers = arguments.Number("workers", 4);
        TimeSpan ledgerTimeout = TimeSpan.FromMilliseconds(arguments.Number("ledger-timeout", 1_000));
        using var folder = new ProofFolder();
        var told = new ToldAlerts();
        string[] names = [.. Enumerable.Range(0, users).Select(i => $"user-{i:d3}")];
        Task<AlertReplica> StartAsync() =>
            AlertReplica.StartAsync(folder.Database, each, ledgerTimeout, told, cancellationToken);
        AlertReplica first = await StartAsync();
        await using AlertReplica second = await StartAsync();

        long start = Stopwatch.GetTimestamp();
        long refused = await CallAsync(first, second, names, each / 2, workers, cancellationToken);
        await first.DisposeAsync();
        await using AlertReplica restarted = await StartAsync();
        refused += await CallAsync(restarted, second, names, each - (each / 2), workers, cancellationToken);
        await WaitAsync(told, names, user => Last(told, user)?.Severity == AlertSeverity.Critical, cancellationToken);

        foreach (string user in names)
        {
            await second.Quotas.SetOverrideAsync(
                AlertReplica.QuotaName, new UsageDimensions { User = user }, each * (decimal)Lift, until: null,
                ChangeActor.Application, cancellationToken);
        }

        await WaitAsync(told, names, user => Last(told, user)?.State == AlertState.Resolved, cancellationToken);
        refused += await CallAsync(restarted, second, names, each, workers, cancellationToken);
        await WaitAsync(told, names, user => Last(told, user)?.State == AlertState.Firing, cancellationToken);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        long askedAgain = first.AskedAgain + second.AskedAgain + restarted.AskedAgain;

        IReadOnlyList<AlertDelivery> deliveries =
            await second.Alerts.GetDeliveriesAsync(state: null, cancellationToken);
        int written = deliveries.Count(delivery => delivery.Channel == ToldAlerts.ChannelName);
        int sent = deliveries.Count(
            d => d.Channel == ToldAlerts.ChannelName && d.State == AlertDeliveryState.Sent);
        int wrong = names.Count(user => !IsRight(told, user));
        int messages = told.Notices.Count;
        int repeated = messages - told.Notices.DistinctBy(notice => notice.Id).Count();
        Console.WriteLine(
            $"{2L * each * users:#,0} calls of {users} users in {took.TotalSeconds:0} s, "
            + $"{askedAgain} asked for again, {refused} refused");
        Console.WriteLine(
            $"{written} messages written, {sent} sent, {messages} arrived, {repeated} repeated; "
            + $"{users - wrong} of {users} users heard each transition once, in its order");
        return wrong == 0 && repeated == 0 && refused == 0 && written == sent && sent == messages ? 0 : 1;
    }

    // Whichever thresholds one look found passed at once: worse each time, over once, and raised anew at the lowest.
    private static bool IsRight(ToldAlerts told, string user)
    {
        AlertNotice[] notices = [.. told.Notices.Where(notice => notice.Alert.Scope.User == user)];
        int over = Array.FindIndex(notices, notice => notice.Transition == AlertTransition.Resolved);
        if (over < 1 || over != notices.Length - 2) return false;

        AlertNotice[] rising = notices[..over];
        bool isRising = rising.Zip(rising.Skip(1)).All(pair => pair.First.Severity < pair.Second.Severity);
        return isRising
            && rising[0].Transition == AlertTransition.Raised
            && rising.Skip(1).All(notice => notice.Transition == AlertTransition.Worsened)
            && rising[^1].Severity == AlertSeverity.Critical
            && notices[^1] is { Transition: AlertTransition.Raised, Severity: AlertSeverity.Low };
    }

    private static Alert? Last(ToldAlerts told, string user) =>
        told.Notices.LastOrDefault(notice => notice.Alert.Scope.User == user)?.Alert;

    private static async Task<long> CallAsync(
        AlertReplica first, AlertReplica second, string[] users, int each, int workers,
        CancellationToken cancellationToken)
    {
        long refused = 0;
        int next = -1;
        int total = users.Length * each;
        await Task.WhenAll(Enumerable.Range(0, workers * 2).Select(worker => Task.Run(
            async () =>
            {
                AlertReplica replica = worker % 2 == 0 ? first : second;
                while (Interlocked.Increment(ref next) is var number && number < total)
                {
                    string? why = await replica.CallAsync(users[number % users.Length], cancellationToken);
                    if (why is null) continue;
                    if (Interlocked.Increment(ref refused) <= MostRefusalsTold) Console.WriteLine($"refused: {why}");
                }
            },
            cancellationToken)));
        return refused;
    }

    private static async Task WaitAsync(
        ToldAlerts told, string[] users, Func<string, bool> isThere, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (!users.All(isThere) && Stopwatch.GetElapsedTime(start) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        Console.WriteLine(
            $"{users.Count(isThere)} of {users.Length} users are there, {told.Notices.Count} messages so far");
    }
}
