using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Serving;

/// <summary>What the standing service is asked to do.</summary>
/// <param name="Store">The database.</param>
/// <param name="Config">The settings, if any.</param>
/// <param name="Reports">The folder of reports.</param>
/// <param name="Schedules">The reports that options ask for.</param>
/// <param name="Address">Where to listen; <see langword="null"/> for nowhere.</param>
internal sealed record ServeRequest(
    StoreAddress Store, FileInfo? Config, DirectoryInfo Reports, IReadOnlyList<ReportSchedule> Schedules, Uri? Address);
