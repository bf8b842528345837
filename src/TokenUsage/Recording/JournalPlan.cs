namespace TokenUsage.Recording;

/// <summary>The measures of a journal.</summary>
/// <param name="Root">The folder that processes share.</param>
/// <param name="Capacity">The most records that wait.</param>
/// <param name="SegmentBytes">The size of one file.</param>
/// <param name="MaxSegments">The most files of one process.</param>
/// <param name="FlushInterval">How often they are flushed to disk.</param>
/// <param name="Disk">Where they lie.</param>
internal sealed record JournalPlan(
    string Root, int Capacity, int SegmentBytes, int MaxSegments, TimeSpan FlushInterval, IJournalDisk Disk)
{
    private const int UsualSegmentBytes = 4 * 1024 * 1024;
    private const int UsualCapacity = 1_000_000;
    private const long BytesPerRecord = 512;

    // One that is written, and one that is prepared or waits.
    private const int FewestSegments = 2;

    public static JournalPlan Of(RecordingOptions options)
    {
        int capacity = options.Capacity ?? UsualCapacity;
        int segmentBytes = options.SegmentBytes ?? UsualSegmentBytes;
        long segments = capacity * BytesPerRecord / segmentBytes;
        return new JournalPlan(
            Path.GetFullPath(options.JournalPath!),
            capacity,
            segmentBytes,
            (int)Math.Max(FewestSegments, segments),
            options.FlushInterval,
            options.Disk);
    }
}
