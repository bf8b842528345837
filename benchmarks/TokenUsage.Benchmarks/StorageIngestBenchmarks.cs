using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite;

namespace TokenUsage.Benchmarks;

/// <summary>
/// Rows a second into SQLite, batches of 500, each committed to the disk. The baseline inserts the same rows, words
/// already numbered, through the same prepared statement into the same keyed table, and keeps no rollups.
/// To reach: a ratio of at most 2.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 1, iterationCount: 5)]
public class StorageIngestBenchmarks : IDisposable
{
    private const int Records = 64_000;

    private UsageRecord[][] _batches = [];
    private DirectoryInfo? _folder;
    private SqliteUsageStore? _store;
    private SqliteConnection? _raw;
    private StorageRawInsert? _rawInsert;

    /// <summary>Gets or sets how many records there are a day: a busy service, and the 10 million of 30 days.</summary>
    [Params(20_000_000, 333_333)]
    public int RecordsPerDay { get; set; }

    [GlobalSetup]
    public void MakeRecords()
    {
        var workload = new StorageWorkload(RecordsPerDay);
        _batches = [.. Enumerable.Range(0, Records / StorageWorkload.BatchSize).Select(_ => workload.NextBatch())];
    }

    [IterationSetup(Target = nameof(RawInserts))]
    public void OpenRaw()
    {
        SqliteUsageStore store = OpenStore();
        store.Dispose();
        _raw = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        _raw.Open();
        _rawInsert = new StorageRawInsert(_raw, _batches);
    }

    [IterationSetup(Target = nameof(Append))]
    public void OpenForAppend() => _store = OpenStore();

    [IterationCleanup]
    public void Dispose()
    {
        _rawInsert?.Dispose();
        _raw?.Dispose();
        _store?.Dispose();
        _folder?.Delete(recursive: true);
        (_rawInsert, _raw, _store, _folder) = (null, null, null, null);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public void RawInserts() => _rawInsert!.Run();

    [Benchmark(OperationsPerInvoke = Records)]
    public async Task Append()
    {
        foreach (UsageRecord[] batch in _batches) await _store!.AppendAsync(batch, CancellationToken.None);
    }

    private string DatabasePath => Path.Combine(_folder!.FullName, "usage.db");

    private SqliteUsageStore OpenStore()
    {
        _folder = Directory.CreateTempSubdirectory("token-usage-bench-");
        var store = new SqliteUsageStore(new SqliteStoreOptions { ConnectionString = $"Data Source={DatabasePath}" });
        store.OpenAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return store;
    }
}
