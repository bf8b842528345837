using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Admission.Windows;

namespace TokenUsage.Reporting.Schedules;

/// <summary>Makes the report of each period that is over, once, and hands it on until it is taken.</summary>
/// <remarks>The archive is the memory: after a restart nothing is made or sent again, and of missed periods the last is made.</remarks>
internal sealed class ReportSchedules(
    ITokenReports reports, IEnumerable<IReportSink> sinks, IOptions<ReportScheduleOptions> options, TimeProvider time,
    ILogger<ReportSchedules> logger) : IReportSchedules
{
    private readonly IReportSink[] _sinks = [.. sinks];

    public async ValueTask<ReportRun> RunDueAsync(CancellationToken cancellationToken = default)
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
            try
            {
                ReportDelivery delivery =
                    await ReadAsync(schedule, span, stem, cancellationToken).ConfigureAwait(false);
                await sink.SendAsync(delivery, cancellationToken).ConfigureAwait(false);
                ReportArchive.MarkTaken(stem, sink);
                taken++;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                refused++;
                logger.ReportNotTaken(schedule.Name, sink.Name, exception);
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
            IReportFormat known = reports.Formats.First(f => f.Name.Equals(format, StringComparison.OrdinalIgnoreCase));
            files.Add(new ReportFile(Path.GetFileName(path), known.MediaType, content));
        }

        return new ReportDelivery { Schedule = schedule, From = span.Start, To = span.End, Files = files };
    }

    private static bool IsMeant(ReportSchedule schedule, IReportSink sink) =>
        schedule.Sinks.Count == 0 || schedule.Sinks.Contains(sink.Name, StringComparer.OrdinalIgnoreCase);

    private static string PathOf(string stem, string format) => $"{stem}.{format.ToLowerInvariant()}";

    private static ReportRequest RequestOf(ReportSchedule schedule, CalendarSpan span) => new()
    {
        Title = schedule.Request.Title,
        Range = TimeRange.Between(span.Start, span.End),
        TimeZone = schedule.Request.TimeZone,
        Where = schedule.Request.Where,
        CostBy = schedule.Request.CostBy,
        Top = schedule.Request.Top,
        QuotasOf = schedule.Request.QuotasOf,
        Metadata = schedule.Request.Metadata,
    };
}
