using System.Diagnostics;
using System.Globalization;
using TokenUsage.Benchmarks;
using TokenUsage.Proofs.Storing;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Web;

/// <summary>What the overview asks for, over many records; and many who watch many calls at once.</summary>
internal sealed class WebProof : IProof
{
    private const double MostMilliseconds = 50;
    private const int Days = 30;
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(10);

    public string Name => "web";

    public string Usage =>
        "--records 10000000 --rounds 100 --subscribers 1000 --rate 1000 --seconds 30 --interval 1s "
        + "--folder KEPT --fill (and no more): the overview's calls, and live readers";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int subscribers = arguments.Number("subscribers", 1_000);
        using var folder = new ProofFolder(arguments.Has("folder") ? arguments.Text("folder", "") : null);
        if (!File.Exists(folder.Database))
        {
            await FillAsync(folder, arguments.Number("records", 10_000_000), cancellationToken);
        }

        if (arguments.Has("fill")) return 0;

        await using WebSite site = await WebSite.StartAsync(folder.Database, subscribers + 8, cancellationToken);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue };
        using var http = new HttpClient(handler) { BaseAddress = site.Api };
        bool isFast = await MeasureAsync(http, arguments.Number("rounds", 100), cancellationToken);
        bool isFair = await WatchAsync(site, http, arguments, subscribers, cancellationToken);
        return isFast && isFair ? 0 : 1;
    }

    private static async Task FillAsync(ProofFolder folder, int records, CancellationToken cancellationToken)
    {
        SqliteStoreOptions options = folder.StoreOptions;
        options.Synchronous = SqliteSynchronous.Normal; // the filling is not what is measured
        using var store = new SqliteUsageStore(options);
        await store.OpenAsync(cancellationToken);
        var workload = new StorageWorkload(Math.Max(records / Days, 1));
        TimeSpan shift = TimeProvider.System.GetUtcNow() - StorageWorkload.Start.AddDays(Days);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < records; i += StorageWorkload.BatchSize)
        {
            UsageRecord[] batch = workload.NextBatch();
            await store.AppendAsync(
                [.. batch.Select(record => record with { StartedAt = record.StartedAt + shift })], cancellationToken);
        }

        Console.WriteLine($"filled {records:#,0} records in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
    }

    private static async Task<bool> MeasureAsync(HttpClient http, int rounds, CancellationToken cancellationToken)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string earlier = $"from={Write(now.AddDays(-2 * Days))}&to={Write(now.AddDays(-Days))}";
        string[] paths =
        [
            "summary?range=30d&zone=Europe/Berlin&interval=1d&groupBy=model&top=6&breakdowns=user,model",
            $"summary?{earlier}&zone=Europe/Berlin&breakdowns=model",
            "summary?range=30d&zone=Europe/Berlin&interval=1d&groupBy=model&top=6",
            "users?range=30d&zone=Europe/Berlin&top=8",
            "forecast?range=30d&zone=Europe/Berlin&interval=1d&horizon=7",
            "anomalies?range=30d&zone=Europe/Berlin&interval=1d",
            "alerts?state=firing,acknowledged",
            "stats?timeRange=30d",
        ];
        bool isFast = true;
        foreach (string path in paths)
        {
            double first = await TimeAsync(http, path, cancellationToken);
            var times = new List<double>();
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < rounds; i++) times.Add(await TimeAsync(http, path, cancellationToken));
            processor = (Environment.CpuUsage.TotalTime - processor) / rounds;
            times.Sort();
            double p95 = times[(int)(0.95 * (rounds - 1))];
            isFast &= p95 <= MostMilliseconds;
            Console.WriteLine(path);
            Console.WriteLine(
                $"  first {first:0.0} ms, half within {times[rounds / 2]:0.0} ms, 95 of 100 within {p95:0.0} ms "
                + $"(at most {MostMilliseconds:0}), all within {times[^1]:0.0} ms, "
                + $"processor {processor.TotalMilliseconds:0.0} ms");
        }

        return isFast;
    }

    private static async Task<double> TimeAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await http.GetAsync(path, cancellationToken);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<bool> WatchAsync(
        WebSite site, HttpClient http, ProofArguments arguments, int subscribers, CancellationToken cancellationToken)
    {
        int rate = arguments.Number("rate", 1_000);
        int seconds = arguments.Number("seconds", 30);
        var address = new Uri(site.Api, $"live?interval={arguments.Text("interval", "1s")}");
        long before = Environment.WorkingSet;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LiveReader[] readers = [.. Enumerable.Range(0, subscribers).Select(_ => new LiveReader(http, address))];
        Task reading = Task.WhenAll(readers.Select(reader => reader.ReadAsync(ending.Token)));
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long calls = await CallAsync(site.Tracker, rate, TimeSpan.FromSeconds(seconds), cancellationToken);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        processor = Environment.CpuUsage.TotalTime - processor;
        long after = Environment.WorkingSet;
        await ending.CancelAsync();
        await reading;

        int starved = readers.Count(reader => reader.Events == 0 || reader.LongestWait > MostPatience);
        Console.WriteLine(
            $"{subscribers:#,0} live readers, {calls / took.TotalSeconds:#,0} calls/s for {took.TotalSeconds:0} s: "
            + $"{(after - before) >> 20:#,0} MiB more (both ends of each connection), "
            + $"{processor / took:0.00} of {Environment.ProcessorCount} processors");
        Console.WriteLine(
            $"events a reader: {readers.Min(reader => reader.Events):#,0} to "
            + $"{readers.Max(reader => reader.Events):#,0}; "
            + $"longest wait {readers.Max(reader => reader.LongestWait).TotalSeconds:0.0} s; {starved} starved");
        return starved == 0;
    }

    private static async Task<long> CallAsync(
        ITokenTracker tracker, int rate, TimeSpan length, CancellationToken cancellationToken)
    {
        var workload = new StorageWorkload(rate);
        var waiting = new Queue<UsageRecord>();
        long calls = 0;
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < length)
        {
            for (long due = (long)(elapsed.TotalSeconds * rate); calls < due; calls++)
            {
                if (waiting.Count == 0) waiting = new Queue<UsageRecord>(workload.NextBatch());
                tracker.TryRecord(waiting.Dequeue() with { StartedAt = TimeProvider.System.GetUtcNow() });
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return calls;
    }

    private static string Write(DateTimeOffset moment) =>
        Uri.EscapeDataString(moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
