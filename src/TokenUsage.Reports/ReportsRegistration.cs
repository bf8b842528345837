#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Reports;
using TokenUsage.Reports.Html;
using TokenUsage.Reports.Pdf;

namespace TokenUsage;

/// <summary>Adds reports that people read.</summary>
public static class ReportsRegistration
{
    /// <summary>Adds the formats <c>html</c>, one file with everything in it, and <c>pdf</c>, with vector text and charts.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configure">Sets the font of PDF pages.</param>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder UseReports(
        this ITokenMonitoringBuilder builder, Action<PdfReportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var options = new PdfReportOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton<IReportFormat>(new HtmlReportFormat());
        builder.Services.AddSingleton<IReportFormat>(new PdfReportFormat(options));
        return builder;
    }
}
