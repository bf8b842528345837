using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenUsage.Collections;
using TokenUsage.Recording;

namespace TokenUsage.Benchmarks;

/// <summary>
/// What a caller pays for a record: rent, fill, hand over. The store takes everything at once and keeps nothing.
/// </summary>
/// <remarks>
/// In bursts smaller than a batch, with a flush between them, as calls to a model arrive: a loop that never pauses
/// measures how two cores are shared with the writer of the store, and then a full queue.
/// </remarks>
[MemoryDiagnoser]
[InvocationCount(480)]
[WarmupCount(300)]
[IterationCount(300)]
public class RecordingBenchmarks : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("tokenusage-benchmark-").FullName;
    private readonly UsageDimensions _dimensions = new() { User = "user-4711", Session = "t-42", Feature = "search" };
    private UsageRecorder _recorder = null!;

    [Params(Durability.Memory, Durability.Journal)]
    public Durability Durability { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var options = new RecordingOptions { Durability = Durability, JournalPath = _folder, Capacity = 1_000_000 };
        _recorder = new UsageRecorder(
            new RecordingNullStore(),
            Options.Create(options),
            TimeProvider.System,
            NullLogger<UsageRecorder>.Instance,
            []);
    }

    [IterationSetup]
    public void Drain() =>
        _recorder.FlushAsync(TimeSpan.FromMinutes(1), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Dispose()
    {
        FlushReport report = _recorder.Report();
        if (report.Folded + report.Dropped > 0) throw new InvalidOperationException($"Measured a full queue: {report}");

        _recorder.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public bool TryRecord()
    {
        UsageEntry entry = _recorder.Rent();
        Fill(entry);
        return _recorder.TryRecord(entry);
    }

    private void Fill(UsageEntry entry)
    {
        entry.Id = GuidSource.Next(Start);
        entry.StartedAt = Start;
        entry.Duration = TimeSpan.FromMilliseconds(812);
        entry.TimeToFirstToken = TimeSpan.FromMilliseconds(210);
        entry.Provider = "openai";
        entry.Operation = "chat";
        entry.Endpoint = "/v1/chat/completions";
        entry.RequestedModel = "gpt-4o";
        entry.Model = "gpt-4o-2024-08-06";
        entry.ResponseId = "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG";
        entry.ServiceTier = "default";
        entry.Tokens = new TokenCounts { Input = 1_117, CachedInput = 1_024, Output = 46, Reasoning = 0 };
        entry.Dimensions = _dimensions;
        entry.CostStatus = CostStatus.Priced;
        entry.Usd = 0.0019725m;
        entry.InputUsd = 0.0015125m;
        entry.OutputUsd = 0.00046m;
        entry.ListUsd = 0.0019725m;
        entry.PriceVersion = "2026-03-01";
        entry.PriceMatch = "openai/gpt-4o (dated)";
    }
}
