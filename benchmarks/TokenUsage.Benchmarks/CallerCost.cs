using System.Diagnostics;

namespace TokenUsage.Benchmarks;

/// <summary>What a call costs the thread that makes it: time and bytes of that thread alone.</summary>
/// <remarks>
/// A benchmark loop calls a million times a second and measures the recorder, which then shares the processor, the
/// caches and the byte counts, as much as the call. Here the calls come in bursts of a size that the recorder's pool
/// covers, and it drains between them, outside of the clock.
/// </remarks>
internal static class CallerCost
{
    private const int Rounds = 400;
    private const int CallsPerRound = 200;
    private const int WarmUps = 5;

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync()
    {
        var handler = new HandlerBenchmarks();
        handler.Setup();
        await CompareAsync(
            "handler, 4.6 KB answer", ("HttpClient alone", () => handler.Bare()),
            ("with AddTokenMonitoring()", () => handler.Monitored()), handler.DrainAsync);
        await handler.Cleanup();

        var chat = new ChatClientBenchmarks();
        chat.Setup();
        await CompareAsync(
            "chat client", ("UseOpenTelemetry()", () => chat.UseOpenTelemetry()),
            ("UseTokenMonitoring()", () => chat.UseTokenMonitoring()), chat.DrainAsync);
        chat.Cleanup();
    }

    private static async Task CompareAsync(
        string what, (string Name, Func<Task> Call) theirs, (string Name, Func<Task> Call) ours, Func<Task> drain)
    {
        // First until the code is compiled for good; and in turns, so that both meet the same neighbours.
        for (int i = 0; i < WarmUps; i++) await MeasureAsync(theirs.Call, ours.Call, drain);
        (Cost first, Cost second) = await MeasureAsync(theirs.Call, ours.Call, drain);
        Console.WriteLine(
            $"{what}: {theirs.Name} {first}, {ours.Name} {second}: time x {second.Nanoseconds / first.Nanoseconds:F2}, "
            + $"bytes x {second.Bytes / first.Bytes:F2} ({second.Bytes - first.Bytes:+0;-0} B)");
    }

    private static async Task<(Cost First, Cost Second)> MeasureAsync(
        Func<Task> first, Func<Task> second, Func<Task> drain)
    {
        var costs = new (Cost First, Cost Second)[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            costs[round] = (Burst(first), Burst(second));
            await drain();
        }

        return (Quiet(costs.Select(cost => cost.First)), Quiet(costs.Select(cost => cost.Second)));
    }

    // The tenth that was disturbed least: other processes only ever make a burst slower.
    private static Cost Quiet(IEnumerable<Cost> costs) =>
        costs.OrderBy(cost => cost.Nanoseconds).ElementAt(Rounds / 10);

    // The stubs answer at once, so that each call ends on the thread that made it.
    private static Cost Burst(Func<Task> call)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsPerRound; i++)
        {
            Task called = call();
            if (!called.IsCompletedSuccessfully) throw new InvalidOperationException("A call left its thread.");
        }

        double nanoseconds = Stopwatch.GetElapsedTime(started).TotalNanoseconds / CallsPerRound;
        return new Cost(nanoseconds, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)CallsPerRound);
    }

    private readonly record struct Cost(double Nanoseconds, double Bytes)
    {
        public override string ToString() => $"{Nanoseconds:F0} ns, {Bytes:F0} B";
    }
}
