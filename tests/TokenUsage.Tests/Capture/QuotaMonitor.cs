using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

/// <summary>Monitors with quotas, and short ways to read them.</summary>
internal static class QuotaMonitor
{
    public static TestMonitor Create(
        Action<ITokenMonitoringBuilder> quotas, Action<TokenMonitoringOptions>? configure = null) =>
        TestMonitor.Create(services => quotas(services.AddTokenMonitoring()), configure);

    public static ITokenQuotas Quotas(this TestMonitor monitor) => monitor.Services.GetRequiredService<ITokenQuotas>();

    public static AdmissionCounters Admissions(this TestMonitor monitor) =>
        monitor.Services.GetRequiredService<QuotaGate>().Counters;

    public static async Task<QuotaStatus> StatusAsync(this TestMonitor monitor) =>
        (await monitor.Quotas().GetStatusAsync(UsageDimensions.None)).Should().ContainSingle().Subject;
}
