using System.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>
/// Kills a recording process at a random moment, starts again, and looks for what it had acknowledged.
/// </summary>
internal sealed class Kill9Proof : IProof
{
    private const int IdBytes = 16;
    private const int LongestLifeMilliseconds = 50;

    public string Name => "kill9";

    public string Usage =>
        "acknowledged records survive kill -9 [--cycles 1000] [--durability journal|memory] [--seed 1]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        Durability durability = Enum.Parse<Durability>(arguments.Text("durability", "journal"), ignoreCase: true);
        if (arguments.Has("child")) return Kill9Child.Run(arguments.Text("child", ""), durability);

        var tally = new Kill9Tally();
        var random = new Random(arguments.Number("seed", 1));
        int cycles = arguments.Number("cycles", 1000);
        long start = Stopwatch.GetTimestamp();
        for (int i = 1; i <= cycles && !cancellationToken.IsCancellationRequested; i++)
        {
            TimeSpan life = TimeSpan.FromMilliseconds(random.NextDouble() * LongestLifeMilliseconds);
            await RunCycleAsync(durability, life, tally);
            if (i % 100 == 0) Console.WriteLine($"  {tally}");
        }

        Console.WriteLine($"kill9, {durability}: {tally}; {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        bool isLossAllowed = durability == Durability.Memory;
        return tally.Duplicates + tally.Unbalanced == 0 && (isLossAllowed || tally.Lost == 0) ? 0 : 1;
    }

    private static async Task RunCycleAsync(Durability durability, TimeSpan life, Kill9Tally tally)
    {
        string folder = Directory.CreateTempSubdirectory("tokenusage-kill9-").FullName;
        try
        {
            IReadOnlyList<Guid> acknowledged = await RecordUntilKilledAsync(folder, durability, life);
            using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
            RecordingOptions options = ProofRecords.Journalled(folder);
            options.Durability = durability;
            await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
            FlushReport report = await recorder.FlushAsync(TimeSpan.FromMinutes(2), CancellationToken.None);
            tally.Add(acknowledged, store.Written, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Guid>> RecordUntilKilledAsync(
        string folder, Durability durability, TimeSpan life)
    {
        using Process child = Start(folder, durability);
        Stream output = child.StandardOutput.BaseStream;
        var said = new MemoryStream();
        byte[] id = new byte[IdBytes];

        // The empty id says that the child is warm; what it said before it counts as well.
        await output.ReadExactlyAsync(id);
        while (new Guid(id) != Guid.Empty)
        {
            said.Write(id);
            await output.ReadExactlyAsync(id);
        }

        Task reading = output.CopyToAsync(said);
        await Task.Delay(life, TimeProvider.System);
        child.Kill();
        await reading;
        await child.WaitForExitAsync();

        // An id that was cut in the middle was not heard.
        byte[] bytes = said.ToArray();
        var ids = new Guid[bytes.Length / IdBytes];
        for (int i = 0; i < ids.Length; i++) ids[i] = new Guid(bytes.AsSpan(i * IdBytes, IdBytes));
        return ids;
    }

    private static Process Start(string folder, Durability durability)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        if (isHosted) start.ArgumentList.Add(typeof(Kill9Proof).Assembly.Location);
        foreach (string word in (string[])["kill9", "--child", folder, "--durability", durability.ToString()])
            start.ArgumentList.Add(word);

        return Process.Start(start)!;
    }
}
