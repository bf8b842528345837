using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Admission.Windows;
using TokenUsage.Storage;

namespace TokenUsage.Reporting.Schedules;

/// <summary>Makes the report of each period that is over, once, and hands it on until it is taken.</summary>
/// <remarks>
/// The archive is the memory: after a restart nothing is made or sent again, and of missed periods the last is made.
/// Replicas over a store with leases take turns, and remember in the store who has sent what: each may have a folder of its
/// own, and each report is sent by one of them.
/// </remarks>
internal sealed class ReportSchedules(
    ITokenReports reports, IEnumerable<IReportSink> sinks, IOptions<ReportScheduleOptions> options, TimeProvider time,
    ILogger<ReportSchedules> logger, ILeaseStore? leases = null) : IReportSchedules
{
    private readonly IReportSink[] _sinks = [.. sinks];
    private readonly ReportLeases _leases = new(leases);

    public async ValueTask<ReportRun> RunDueAsync(CancellationToken cancellationToken = default)
    {
        IAsyncDisposable? turn = await _leases.TryTakeTurnAsync(cancellationToken).ConfigureAwait(false);
        if (turn is null) return new ReportRun([], 0, 0, 0); // another replica does it

        await using (turn.ConfigureAwait(false)) return await RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReportRun> RunAsync(CancellationToken cancellationToken)
    {
        ReportScheduleOptions settings = options.Value;
        var archive = new ReportArchive(settings.Folder);
        DateTimeOffset now = time.GetUtcNow();
        List<string> made = [];
        int sent = 0, failed = 0;
        foreach (ReportSchedule schedule in settings.Schedules)
        {
            try
            {
                CalendarSpan span = LastWhole(schedule, now - settings.Delay);
                string stem = archive.StemOf(schedule, span.LocalStart);
                made.AddRange(await MakeAsync(schedule, span, archive, stem, cancellationToken).ConfigureAwait(false));
                (int taken, int refused) = await SendAsync(schedule, span, stem, cancellationToken)
                    .ConfigureAwait(false);
                sent += taken;
                failed += refused;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failed++;
                logger.ReportFailed(schedule.Name, exception);
            }
        }

        return new ReportRun(made, sent, failed, archive.Prune(settings.Schedules, (now - settings.KeepFor).Date));
    }

    private static CalendarSpan LastWhole(ReportSchedule schedule, DateTimeOffset now)
    {
        var window = new QuotaWindow
        {
            Kind = schedule.Cycle switch
            {
                ReportCycle.Day => QuotaWindowKind.Day,
                ReportCycle.Week => QuotaWindowKind.Week,
                _ => QuotaWindowKind.Month,
            },
            TimeZone = schedule.Request.TimeZone,
        };
        var windows = new CalendarWindows(window, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone));
        return windows.Find(windows.Find(now.UtcDateTime).Start.AddTicks(-1));
    }

    private async ValueTask<List<string>> MakeAsync(
        ReportSchedule schedule, CalendarSpan span, ReportArchive archive, string stem,
        CancellationToken cancellationToken)
    {
        List<string> made = [];
        UsageReport? report = null;
        foreach (string format in schedule.Formats)
        {
            string path = PathOf(stem, format);
            if (File.Exists(path)) continue;

            report ??= await reports.CreateAsync(RequestOf(schedule, span), cancellationToken).ConfigureAwait(false);
            using var content = new MemoryStream();
            await reports.WriteAsync(report, format, content, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            await archive.WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
            made.Add(path);
        }

        return made;
    }

    private async ValueTask<(int Taken, int Refused)> SendAsync(
        ReportSchedule schedule, CalendarSpan span, string stem, CancellationToken cancellationToken)
    {
        int taken = 0, refused = 0;
        IEnumerable<IReportSink> waiting =
            _sinks.Where(sink => IsMeant(schedule, sink) && !ReportArchive.IsTaken(stem, sink));
        foreach (IReportSink sink in waiting)
        {
            string name = $"{schedule.Name}/{Path.GetFileName(stem)}/{sink.Name}";
            if (!await _leases.TryBeginAsync(name, cancellationToken).ConfigureAwait(false)) continue;

            try
            {
                ReportDelivery delivery =
                    await ReadAsync(schedule, span, stem, cancellationToken).ConfigureAwait(false);
                await sink.SendAsync(delivery, cancellationToken).ConfigureAwait(false);
                ReportArchive.MarkTaken(stem, sink);
                await _leases.RememberAsync(name, options.Value.KeepFor).ConfigureAwait(false);
                taken++;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                refused++;
                logger.ReportNotTaken(schedule.Name, sink.Name, exception);
                await _leases.ForgetAsync(name).ConfigureAwait(false);
            }
        }

        return (taken, refused);
    }

    private async ValueTask<ReportDelivery> ReadAsync(
        ReportSchedule schedule, CalendarSpan span, string stem, CancellationToken cancellationToken)
    {
        List<ReportFile> files = [];
        foreach (string format in schedule.Formats)
        {
            string path = PathOf(stem, format);
            byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            files.Add(new ReportFile(Path.GetFileName(path), FormatOf(format)!.MediaType, content));
        }

        return new ReportDelivery { Schedule = schedule, From = span.Start, To = span.End, Files = files };
    }

    private static bool IsMeant(ReportSchedule schedule, IReportSink sink) =>
        schedule.Sinks.Count == 0 || schedule.Sinks.Contains(sink.Name, StringComparer.OrdinalIgnoreCase);

    // A format that nobody knows fails when it is written, with a sentence that names those there are.
    private string PathOf(string stem, string format) =>
        $"{stem}.{(FormatOf(format)?.FileExtension ?? format).ToLowerInvariant()}";

    private IReportFormat? FormatOf(string name) =>
        reports.Formats.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ReportRequest RequestOf(ReportSchedule schedule, CalendarSpan span) => new()
    {
        Title = schedule.Request.Title,
        Range = TimeRange.Between(span.Start, span.End),
        TimeZone = schedule.Request.TimeZone,
        Where = schedule.Request.Where,
        CostBy = schedule.Request.CostBy,
        Top = schedule.Request.Top,
        ChargeTo = schedule.Request.ChargeTo,
        QuotasOf = schedule.Request.QuotasOf,
        Metadata = schedule.Request.Metadata,
    };
}
