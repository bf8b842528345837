using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Reporting.Reports;

namespace TokenUsage;

/// <summary>Adds formats of reports.</summary>
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

    internal static TokenMonitoringBuilder AddReports(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<ITokenReports, TokenReports>();
        builder.Services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IReportFormat, JsonReportFormat>(),
            ServiceDescriptor.Singleton<IReportFormat, CsvReportFormat>(),
        ]);
        return builder;
    }
}
