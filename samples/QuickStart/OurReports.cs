using TokenUsage;

namespace QuickStart;

/// <summary>What an application may say about reports that are made by themselves.</summary>
internal static class OurReports
{
    public static void Configure(ITokenMonitoringBuilder monitoring)
    {
        // snippet: report-schedule
        monitoring
            .AddReportSchedule(new ReportSchedule
            {
                Name = "month",
                Cycle = ReportCycle.Month,
                Formats = ["csv", "json"], // and "html", "pdf" with UseReports()
                Request = new ReportRequest { TimeZone = "Europe/Berlin", CostBy = [Dimension.Project] },
            })
            .ConfigureReportSchedules(options =>
            {
                options.Folder = "/var/lib/usage/reports";
                options.KeepFor = TimeSpan.FromDays(400);
            });
        // end-snippet
    }
}
