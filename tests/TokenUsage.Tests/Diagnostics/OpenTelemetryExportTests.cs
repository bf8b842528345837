using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using TokenUsage.Diagnostics;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Diagnostics;

/// <summary>What OpenTelemetry's own exporter sees. Each test asks for a model of its own: others run beside it.</summary>
public sealed class OpenTelemetryExportTests
{
    private const string T = "1 4 16 64 256 1024 4096 16384 65536 262144 1048576 4194304 16777216 67108864";
    private const string D = "0.01 0.02 0.04 0.08 0.16 0.32 0.64 1.28 2.56 5.12 10.24 20.48 40.96 81.92";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_1_41_is_four_histograms()
    {
        IReadOnlyList<ExportedMetric> seen = await ExportAsync(GenAiMetrics.Version141, "export-141");

        Shapes(seen).Should().BeEquivalentTo(
        [
            ("gen_ai.client.token.usage", "{token}", MetricType.Histogram, T),
            ("gen_ai.client.operation.duration", "s", MetricType.Histogram, D),
            ("gen_ai.client.operation.time_to_first_chunk", "s", MetricType.Histogram, D),
            ("gen_ai.client.operation.time_per_output_chunk", "s", MetricType.Histogram, D),
        ]);
    }

    [Fact]
    public async Task The_latest_draft_is_counters_and_histograms_by_side()
    {
        IReadOnlyList<ExportedMetric> seen = await ExportAsync(GenAiMetrics.Latest, "export-latest");

        Shapes(seen).Should().BeEquivalentTo(
        [
            ("gen_ai.client.inference.usage.input_tokens", "{token}", MetricType.LongSum, ""),
            ("gen_ai.client.inference.usage.output_tokens", "{token}", MetricType.LongSum, ""),
            ("gen_ai.client.inference.usage.cache_read.input_tokens", "{token}", MetricType.LongSum, ""),
            ("gen_ai.client.inference.usage.cache_write.input_tokens", "{token}", MetricType.LongSum, ""),
            ("gen_ai.client.inference.operation.input_tokens", "{token}", MetricType.Histogram, T),
            ("gen_ai.client.inference.operation.output_tokens", "{token}", MetricType.Histogram, T),
            ("gen_ai.client.inference.duration", "s", MetricType.Histogram, D),
            ("gen_ai.client.inference.time_to_first_chunk", "s", MetricType.Histogram, D),
            ("gen_ai.client.inference.time_per_output_chunk", "s", MetricType.Histogram, D),
        ]);
    }

    [Fact]
    public async Task The_two_generations_count_the_same_tokens()
    {
        IReadOnlyList<ExportedMetric> seen = await ExportAsync(GenAiMetrics.Both, "export-both");

        double usage = SumOf(seen, "gen_ai.client.token.usage");
        usage.Should().BePositive();
        (SumOf(seen, "gen_ai.client.inference.usage.input_tokens")
            + SumOf(seen, "gen_ai.client.inference.usage.output_tokens")).Should().Be(usage);
    }

    [Fact]
    public async Task Beside_UseOpenTelemetry_tokens_are_counted_once()
    {
        IReadOnlyList<ExportedMetric> alone = await ExportAsync(GenAiMetrics.Version141, "export-alone");
        IReadOnlyList<ExportedMetric> beside = await ExportAsync(
            GenAiMetrics.Version141, "export-beside", client => client.AsBuilder().UseOpenTelemetry().Build());

        SumOf(beside, "gen_ai.client.token.usage").Should().Be(SumOf(alone, "gen_ai.client.token.usage"));
    }

    private static double SumOf(IEnumerable<ExportedMetric> metrics, string name) =>
        metrics.Where(m => m.Name == name).Sum(m => m.Sum);

    private static IEnumerable<(string Name, string Unit, MetricType Type, string Bounds)> Shapes(
        IEnumerable<ExportedMetric> metrics) => metrics
        .Where(m => m.Name.StartsWith("gen_ai.", StringComparison.Ordinal))
        .Select(m => (m.Name, m.Unit, m.Type, m.Bounds));

    private static async Task<IReadOnlyList<ExportedMetric>> ExportAsync(
        GenAiMetrics generation, string model, Func<IChatClient, IChatClient>? around = null)
    {
        var exported = new List<Metric>();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("TokenUsage", "Experimental.Microsoft.Extensions.AI").AddInMemoryExporter(exported).Build();
        await using TestMonitor monitor = TestMonitor.Create(configure: o => o.Metrics.GenAi = generation);
        IChatClient observed = monitor.Observe(new ScriptedChatClient());
        using IChatClient client = around is null ? observed : around(observed);
        var options = new ChatOptions { ModelId = model };

        await client.GetResponseAsync("hi", options, Token);
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("hi", options, Token)) { }

        provider.ForceFlush();
        return ExportedMetric.Of(exported, model);
    }
}
