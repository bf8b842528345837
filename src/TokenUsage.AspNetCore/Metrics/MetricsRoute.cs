using System.Text;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Metrics;

/// <summary>The monitor's metrics in the text format of Prometheus.</summary>
internal static class MetricsRoute
{
    public static UsageRoute Route { get; } =
        new("GET", "/api/metrics", "The monitor's metrics, as Prometheus reads them.", AnswerAsync)
        {
            NeedsEverything = true,
        };

    private static Task AnswerAsync(UsageCall call) => call.WriteBytesAsync(
        Encoding.UTF8.GetBytes(PrometheusText.Write(call.Web.Meters.Read())),
        "text/plain; version=0.0.4; charset=utf-8");
}
