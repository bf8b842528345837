using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using TokenUsage.Reporting.Reports;
using TokenUsage.Reporting.Schedules;

namespace TokenUsage;

/// <summary>Adds formats of reports, and reports that are made again and again.</summary>
public static class ReportBuilderExtensions
{
    /// <summary>Adds a format in which <see cref="ITokenReports"/> writes. One with the name of another takes its place.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="format">The format.</param>
    public static ITokenMonitoringBuilder AddReportFormat(this ITokenMonitoringBuilder builder, IReportFormat format)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(format);

        builder.Services.AddSingleton(format);
        return builder;
    }

    /// <summary>Makes a report again and again, keeps it in the archive, and hands it to the sinks.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="schedule">What is made how often.</param>
    public static ITokenMonitoringBuilder AddReportSchedule(
        this ITokenMonitoringBuilder builder, ReportSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);

        return builder.ConfigureReportSchedules(options => options.Schedules.Add(schedule));
    }

    /// <summary>Changes where scheduled reports are kept, and for how long.</summary>
    public static ITokenMonitoringBuilder ConfigureReportSchedules(
        this ITokenMonitoringBuilder builder, Action<ReportScheduleOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Adds a way on which scheduled reports are sent.</summary>
    public static ITokenMonitoringBuilder AddReportSink(this ITokenMonitoringBuilder builder, IReportSink sink)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sink);

        builder.Services.AddSingleton(sink);
        return builder;
    }

    internal static TokenMonitoringBuilder AddReports(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<ITokenReports, TokenReports>();
        builder.Services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IReportFormat, JsonReportFormat>(),
            ServiceDescriptor.Singleton<IReportFormat, CsvReportFormat>(),
            ServiceDescriptor.Singleton<IReportFormat, FocusReportFormat>(),
        ]);
        builder.Services.AddOptionsWithValidateOnStart<ReportScheduleOptions, ReportScheduleOptionsValidator>();
        builder.Services.TryAddSingleton<IReportSchedules, ReportSchedules>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ReportScheduleService>());
        return builder;
    }
}
