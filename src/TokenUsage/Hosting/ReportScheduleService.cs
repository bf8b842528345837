using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Reporting.Schedules;

namespace TokenUsage;

/// <summary>Looks at the report schedules while the host runs.</summary>
internal sealed class ReportScheduleService(
    IReportSchedules schedules, IOptions<ReportScheduleOptions> options, TimeProvider time,
    ILogger<ReportSchedules> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Schedules.Count == 0) return;

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await schedules.RunDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LookFailed(exception);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
        }
    }
}
