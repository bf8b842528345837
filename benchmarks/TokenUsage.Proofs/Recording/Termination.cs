using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>A host that is asked to end (SIGTERM) while its store hangs and calls still finish.</summary>
internal static class Termination
{
    private const int IdBytes = 16;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The child: a generic host with the monitor in it.</summary>
    public static async Task<int> RunChildAsync(string folder)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders(); // its output is for the ids
        builder.Services.AddTokenMonitoring(options => options.Recording.DrainTimeout = Deadline);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IUsageStore>(new HangingStore(Path.Combine(folder, "journal"))));
        IHost host = builder.Build();
        await host.StartAsync();
        ITokenTracker tracker = host.Services.GetRequiredService<ITokenTracker>();
        await using Stream output = Console.OpenStandardOutput();

        // Nobody tells the calls that the host stops: they go on to the last moment, as callbacks of streams do.
        _ = Task.Run(async () =>
        {
            for (int i = 1; ; i++)
            {
                UsageRecord record = ProofRecords.Record(i);
                if (tracker.TryRecord(record)) output.Write(record.Id.ToByteArray());
                await Task.Delay(Between, TimeProvider.System);
            }
        });
        await host.WaitForShutdownAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        return 0;
    }

    public static async Task<FaultLine> WithHungStoreAsync(string folder)
    {
        using Process child = ProofProcess.Start("faults", "--terminate", folder);
        Stream output = child.StandardOutput.BaseStream;
        var said = new MemoryStream();
        byte[] first = new byte[IdBytes];
        await output.ReadExactlyAsync(first);
        said.Write(first);
        Task reading = output.CopyToAsync(said);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        using (Process kill = Process.Start("kill", ["-TERM", $"{child.Id}"])) await kill.WaitForExitAsync();
        await child.WaitForExitAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        await reading;

        var store = new ModelStore();
        RecordingOptions options = ProofRecords.Journalled(folder);
        await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        byte[] bytes = said.ToArray();
        int acknowledged = bytes.Length / IdBytes;
        int lost = Enumerable.Range(0, acknowledged)
            .Count(i => !store.Holds(new Guid(bytes.AsSpan(i * IdBytes, IdBytes))));
        return new FaultLine(
            "SIGTERM with a hung store", report,
            report is { IsBalanced: true, Pending: 0 } && lost == 0 && took <= Deadline + Grace && child.ExitCode == 0,
            $"ended after {took.TotalSeconds:0.00} s of {Deadline.TotalSeconds:0}, {acknowledged} acknowledged, "
            + $"{lost} lost");
    }
}
