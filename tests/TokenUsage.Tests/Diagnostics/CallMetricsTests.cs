using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Diagnostics;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Diagnostics;

public sealed class CallMetricsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_measured_by_the_names_units_and_attributes_of_version_1_41()
    {
        List<MeasuredCall> measured = await MeasureAsync(GenAiMetrics.Version141, client => client);

        MeasuredCall input = measured.Single(m => m.Instrument == "gen_ai.client.token.usage" && IsInput(m));
        input.Value.Should().Be(10);
        input.Unit.Should().Be("{token}");
        input.Tags.Should().Contain("gen_ai.operation.name", "chat").And.ContainKey("gen_ai.provider.name");
        MeasuredCall duration = measured.Single(m => m.Instrument == "gen_ai.client.operation.duration");
        duration.Unit.Should().Be("s");
        duration.Tags.Should().NotContainKey("gen_ai.token.type").And.NotContainKey("error.type");
    }

    [Fact]
    public async Task The_latest_draft_counts_input_and_output_as_counters_by_modality()
    {
        List<MeasuredCall> measured = await MeasureAsync(GenAiMetrics.Latest, client => client);

        measured.Should().NotContain(m => m.Instrument == "gen_ai.client.token.usage");
        MeasuredCall input = measured.Single(m => m.Instrument == "gen_ai.client.inference.usage.input_tokens");
        input.Value.Should().Be(10);
        input.Tags.Should().Contain("gen_ai.token.modality", "unknown").And.NotContainKey("gen_ai.token.type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beside_OpenTelemetrys_chat_client_nothing_is_measured_twice(bool isInside)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Experimental.Microsoft.Extensions.AI",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);

        List<MeasuredCall> measured = await MeasureAsync(
            GenAiMetrics.Both,
            client => isInside ? client : client.AsBuilder().UseOpenTelemetry().Build(),
            client => isInside ? client.AsBuilder().UseOpenTelemetry().Build() : client);

        measured.Should().NotContain(m => m.Instrument.StartsWith("gen_ai.", StringComparison.Ordinal));
        measured.Should().Contain(m => m.Instrument == "tokenusage.tokens");
    }

    [Theory]
    [InlineData(GenAiMetrics.Version141, "gen_ai.client.operation.time_per_output_chunk")]
    [InlineData(GenAiMetrics.Latest, "gen_ai.client.inference.time_per_output_chunk")]
    public async Task Each_chunk_behind_the_first_is_measured_from_the_one_before(GenAiMetrics metrics, string name)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestMonitor monitor = TestMonitor.Create(
            services => services.AddSingleton<TimeProvider>(time), o => o.Metrics.GenAi = metrics);
        var measured = new List<MeasuredCall>();
        using MeterListener listener = MeasuredCall.Listen(
            monitor.Services.GetRequiredService<IMeterFactory>(), measured);
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("hi", cancellationToken: Cancelled))
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
        }

        MeasuredCall[] chunks;
        lock (measured) chunks = [.. measured.Where(m => m.Instrument == name)];
        chunks.Select(chunk => chunk.Value).Should().Equal(0.25, 0.25);
        chunks[0].Unit.Should().Be("s");
        chunks[0].Tags.Should().Contain("gen_ai.response.model", "gpt-4o-mini-2024-07-18")
            .And.ContainKey("gen_ai.provider.name").And.Contain("gen_ai.operation.name", "chat");
    }

    [Fact]
    public async Task Usage_is_written_on_the_callers_activity()
    {
        using var source = new ActivitySource("a test's own");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using Activity activity = source.StartActivity("request")!;

        await MeasureAsync(GenAiMetrics.None, client => client);

        activity.GetTagItem("gen_ai.usage.input_tokens").Should().Be(10L);
        activity.GetTagItem("gen_ai.usage.output_tokens").Should().Be(5L);
    }

    [Fact]
    public async Task The_monitors_own_counters_are_the_numbers_of_the_statistics()
    {
        List<MeasuredCall> measured = await MeasureAsync(GenAiMetrics.None, client => client);

        measured.Where(m => m.Instrument == "tokenusage.calls").Sum(m => m.Value).Should().Be(1);
        measured.Where(m => m.Instrument == "tokenusage.tokens" && IsInput(m)).Sum(m => m.Value).Should().Be(10);
        measured.Where(m => m.Instrument == "tokenusage.cost").Sum(m => m.Value).Should().BePositive();
    }

    [Fact]
    public async Task The_store_and_the_answers_are_timed()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var measured = new List<MeasuredCall>();
        using MeterListener listener = MeasuredCall.Listen(
            monitor.Services.GetRequiredService<IMeterFactory>(), measured);
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await client.GetResponseAsync("hi", cancellationToken: Cancelled);
        await monitor.RecordsAsync();
        await monitor.Stats.QueryAsync(new UsageQuery(), Cancelled);

        lock (measured)
        {
            measured.Select(m => m.Instrument).Should()
                .Contain("tokenusage.store.append.duration").And.Contain("tokenusage.query.duration");
        }
    }

    [Fact]
    public void Names_beyond_the_bound_are_counted_as_other()
    {
        var names = new BoundedNames(2);

        names.Of("a").Should().Be("a");
        names.Of("b").Should().Be("b");
        names.Of("c").Should().Be("other");
        names.Of("a").Should().Be("a");
        names.Of(null).Should().BeNull();
    }

    private static bool IsInput(MeasuredCall call) => Equals(call.Tags.GetValueOrDefault("gen_ai.token.type"), "input");

    private static async Task<List<MeasuredCall>> MeasureAsync(
        GenAiMetrics metrics, Func<IChatClient, IChatClient> around, Func<IChatClient, IChatClient>? inside = null)
    {
        await using TestMonitor monitor = TestMonitor.Create(configure: o => o.Metrics.GenAi = metrics);
        var measured = new List<MeasuredCall>();
        using MeterListener listener = MeasuredCall.Listen(
            monitor.Services.GetRequiredService<IMeterFactory>(), measured);
        IChatClient inner = new ScriptedChatClient();
        using IChatClient client = around(monitor.Observe(inside is null ? inner : inside(inner)));

        await client.GetResponseAsync("hi", cancellationToken: Cancelled);

        await monitor.RecordsAsync();
        lock (measured) return [.. measured];
    }
}
