using System.Diagnostics;
using TokenUsage.Recording;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Recording;

/// <summary>Disks that are full: the journal's, and the database's.</summary>
internal static class DiskFaults
{
    private const int Records = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs both on small file systems in memory, where this user may mount one.</summary>
    public static async Task<IReadOnlyList<FaultLine>> RunAsync()
    {
        var lines = new List<FaultLine>();
        foreach ((int mebibytes, Func<string, Task<FaultLine>> fault) in
            ((int, Func<string, Task<FaultLine>>)[])[(16, JournalIsFullAsync), (6, DatabaseIsFullAsync)])
        {
            string folder = Directory.CreateTempSubdirectory("tokenusage-full-").FullName;
            if (!Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder)) break;

            try
            {
                lines.Add(await fault(folder));
            }
            finally
            {
                Run("umount", "-l", folder);
                Directory.Delete(folder);
            }
        }

        return lines;
    }

    private static async Task<FaultLine> JournalIsFullAsync(string folder)
    {
        bool isDown = true;
        var store = new ModelStore
        {
            At = (_, _) => Volatile.Read(ref isDown)
                ? throw new IOException("The store is down.")
                : Task.CompletedTask,
        };
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        long expected = Offer(recorder);
        Volatile.Write(ref isDown, false);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            "journal's disk full", report, report is { IsBalanced: true, Dropped: 0 } && store.Tokens == expected,
            $"totals off by {store.Tokens - expected} tokens");
    }

    private static async Task<FaultLine> DatabaseIsFullAsync(string folder)
    {
        string elsewhere = Directory.CreateTempSubdirectory("tokenusage-journal-").FullName;
        string ballast = Path.Combine(folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[3 * 1024 * 1024]);
        string database = ProofMonitor.DatabaseIn(folder);
        await using var store = new SqliteUsageStore(
            new SqliteStoreOptions { ConnectionString = $"Data Source={database}" });
        await store.OpenAsync(CancellationToken.None);
        FlushReport report;
        const int Count = 10_000;
        await using (UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(elsewhere)))
        {
            for (int i = 1; i <= Count; i++) recorder.TryRecord(ProofRecords.Record(i));
            await recorder.FlushAsync(TimeSpan.FromSeconds(3), CancellationToken.None);
            long whileFull = recorder.Report().Pending;
            File.Delete(ballast);
            report = await recorder.FlushAsync(Patience, CancellationToken.None);
            if (whileFull == 0) report = report with { Dropped = -1 };
        }

        StoreContent audit = await StoreContent.OfSqliteAsync(database);
        Directory.Delete(elsewhere, recursive: true);
        return new FaultLine(
            "database's disk full, then room again", report,
            report is { IsBalanced: true, Stored: Count } && audit.Ids.Count == Count && audit.Faults.Count == 0,
            $"{audit.Faults.Count} rollup or integrity faults");
    }

    private static long Offer(UsageRecorder recorder)
    {
        for (int i = 1; i <= Records; i++) recorder.TryRecord(ProofRecords.Record(i));
        return ((long)Records * (Records + 1) / 2) + Records;
    }

    private static bool Run(string program, params string[] words)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
