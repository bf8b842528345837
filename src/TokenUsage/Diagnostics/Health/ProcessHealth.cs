using System.Collections.Immutable;

namespace TokenUsage.Diagnostics.Health;

/// <summary>What the process takes: processor, memory, and the disk that the journal lies on.</summary>
/// <param name="time">The clock.</param>
/// <param name="folder">Where the journal lies.</param>
/// <param name="processorTime">How much of the processors the process has used so far; of this process when left out.</param>
internal sealed class ProcessHealth(
    TimeProvider time, Func<string?> folder, Func<TimeSpan>? processorTime = null) : IHealthContributor
{
    private const double HighCpu = 0.80;
    private const double HighMemory = 0.85;
    private const double LowDisk = 0.05;

    // Between two looks that follow each other at once, a processor is either idle or fully busy.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private readonly Func<TimeSpan> _processorTime = processorTime ?? OwnProcessorTime;
    private TimeSpan _seenCpu = (processorTime ?? OwnProcessorTime)();
    private TimeSpan _seenAt;
    private double? _cpu;

    public string Name => "process";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        double? cpu = CpuShare();
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
        ImmutableDictionary<string, double> numbers = ImmutableDictionary<string, double>.Empty
            .Add("memory_bytes", Environment.WorkingSet).Add("memory_share", used).Add("disk_free_share", free);
        return new(new ComponentHealth
        {
            Name = Name,
            Level = worries.Length == 0 ? HealthLevel.Healthy : HealthLevel.Degraded,
            Description = worries.Length == 0
                ? "Processor, memory and disk suffice." : string.Join("; ", worries) + ".",
            Recommendation = worries.Length == 0 ? null : "Give the process more room, or the monitor a smaller queue.",
            Numbers = cpu is { } share ? numbers.Add("cpu_share", share) : numbers,
        });
    }

    // Since the last look: an average over the process's life would hide what is going on.
    private double? CpuShare()
    {
        lock (_lock)
        {
            TimeSpan at = time.GetElapsedTime(_started);
            TimeSpan passed = at - _seenAt;
            if (passed < ShortestLook) return _cpu;

            TimeSpan cpu = _processorTime();
            _cpu = Math.Clamp((cpu - _seenCpu) / passed / Environment.ProcessorCount, 0, 1);
            (_seenAt, _seenCpu) = (at, cpu);
            return _cpu;
        }
    }

    private static TimeSpan OwnProcessorTime() => Environment.CpuUsage.TotalTime;

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
