using System.Diagnostics;
using Microsoft.Extensions.AI;
using TokenUsage.Proofs.Recording;
using TokenUsage.Proofs.Storing;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Live;

/// <summary>A service under an even load for minutes: memory and handles stay, and no record is lost.</summary>
internal sealed class SoakProof : IProof
{
    private static readonly ChatMessage[] Prompt = [new(ChatRole.User, "Count.")];
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(20);

    public string Name => "soak";

    public string Usage => "--minutes 10 --rate 1000 --aborts 5: memory, handles, the identity of records";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        TimeSpan length = TimeSpan.FromMinutes(arguments.Number("minutes", 10));
        int rate = arguments.Number("rate", 1_000);
        int aborts = arguments.Number("aborts", 5);
        using var folder = new ProofFolder();
        string path = Path.GetDirectoryName(folder.Database)!;
        await using TokenMonitor monitor = ProofMonitor.Create(path, Durability.Journal);
        using IChatClient client = monitor.Observe(new SoakChatClient());

        long started = Stopwatch.GetTimestamp();
        var samples = new List<SoakSample>();
        long calls = 0;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (samples.Count == 0 || elapsed.TotalMinutes - samples[^1].Minutes >= length.TotalMinutes / 20)
                samples.Add(SoakSample.Take(elapsed));

            long due = (long)(elapsed.TotalSeconds * rate) - calls;
            Task[] wave = new Task[Math.Min(due, rate)];
            for (int i = 0; i < wave.Length; i++) wave[i] = CallAsync(client, calls++, aborts);
            await Task.WhenAll(wave);
            await Task.Delay(Pulse, TimeProvider.System, cancellationToken);
        }

        FlushReport report = await monitor.Tracker.FlushAsync(TimeSpan.FromMinutes(1), cancellationToken);
        samples.Add(SoakSample.Take(Stopwatch.GetElapsedTime(started)));
        return Print(samples, calls, report, monitor.Stats.Current) ? 0 : 1;
    }

    private static async Task CallAsync(IChatClient client, long number, int aborts)
    {
        bool isAborted = number % 100 < aborts;
        using (UsageScope.Begin(user: $"user-{number % 5000}", feature: $"feature-{number % 20}"))
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Prompt))
            {
                if (isAborted) break;
            }
        }
    }

    private static bool Print(
        List<SoakSample> samples, long calls, FlushReport report, UsageTotals totals)
    {
        foreach (SoakSample sample in samples)
        {
            Console.WriteLine(
                $"{sample.Minutes,6:F1} min  heap {sample.HeapMiB,7:F1} MiB  "
                + $"working set {sample.WorkingSetMiB,7:F1} MiB  "
                + $"{sample.Handles,4} handles  {sample.Threads,3} threads");
        }

        // The first quarter fills pools and buckets that are bounded.
        List<SoakSample> settled = [.. samples.Skip(samples.Count / 4)];
        bool isWhole = report is { IsBalanced: true, Pending: 0, Dropped: 0 } && report.Stored == calls
            && totals.Attempts == calls;
        bool keepsHandles = settled[^1].Handles <= settled[0].Handles + 8;
        Console.WriteLine(
            $"{calls:N0} calls, {report.Stored:N0} stored, {report.Dropped} dropped, "
            + $"{totals.Interrupted:N0} broken off; "
            + $"identity {(isWhole ? "exact" : "WRONG")}; heap {SoakSample.HeapSlope(settled):+0.0;-0.0} MiB an hour, "
            + $"handles {settled[0].Handles} to {settled[^1].Handles}");
        return isWhole && keepsHandles;
    }
}
