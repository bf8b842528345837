using System.Collections.Immutable;

namespace TokenUsage.Diagnostics.Health;

/// <summary>What the process takes: processor, memory, and the disk that the journal lies on.</summary>
internal sealed class ProcessHealth(TimeProvider time, Func<string?> folder) : IHealthContributor
{
    private const double HighCpu = 0.80;
    private const double HighMemory = 0.85;
    private const double LowDisk = 0.05;

    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _seenCpu;
    private TimeSpan _seenAt;

    public string Name => "process";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        double cpu = CpuShare();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        double used = memory.TotalAvailableMemoryBytes == 0
            ? 0
            : (double)Environment.WorkingSet / memory.TotalAvailableMemoryBytes;
        double free = FreeDiskShare();
        string[] worries =
        [
            .. Worry(cpu > HighCpu, $"the processor is {cpu:P0} busy"),
            .. Worry(used > HighMemory, $"{used:P0} of the memory is used"),
            .. Worry(free < LowDisk, $"{free:P0} of the disk is free"),
        ];
        return new(new ComponentHealth
        {
            Name = Name,
            Level = worries.Length == 0 ? HealthLevel.Healthy : HealthLevel.Degraded,
            Description = worries.Length == 0
                ? "Processor, memory and disk suffice." : string.Join("; ", worries) + ".",
            Recommendation = worries.Length == 0 ? null : "Give the process more room, or the monitor a smaller queue.",
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("cpu_share", cpu).Add("memory_bytes", Environment.WorkingSet).Add("memory_share", used)
                .Add("disk_free_share", free),
        });
    }

    // Since the last look: an average over the process's life would hide what is going on.
    private double CpuShare()
    {
        lock (_lock)
        {
            TimeSpan at = time.GetElapsedTime(_started);
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            TimeSpan passed = at - _seenAt;
            double share = passed <= TimeSpan.Zero ? 0 : (cpu - _seenCpu) / passed / Environment.ProcessorCount;
            (_seenAt, _seenCpu) = (at, cpu);
            return Math.Clamp(share, 0, 1);
        }
    }

    private double FreeDiskShare()
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(folder() ?? Path.GetTempPath()));
            return drive.TotalSize == 0 ? 1 : (double)drive.AvailableFreeSpace / drive.TotalSize;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 1; // not known, and not a reason to worry anybody
        }
    }

    private static string[] Worry(bool holds, string text) => holds ? [text] : [];
}
