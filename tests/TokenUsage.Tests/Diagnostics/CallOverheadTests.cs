using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Diagnostics;
using TokenUsage.Diagnostics.Health;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Diagnostics;

public sealed class CallOverheadTests
{
    private readonly CallOverhead _overhead = new(new FakeTimeProvider()); // its unit is 100 ns

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_average_and_the_99th_of_100_are_those_of_what_was_measured()
    {
        for (int i = 1; i <= 100; i++) _overhead.Add(i * 10);

        _overhead.Summary.Should().Be(new CallOverheadSummary(
            100, TimeSpan.FromMicroseconds(50.5), TimeSpan.FromMicroseconds(99)));
    }

    [Fact]
    public void Of_the_measured_calls_the_latest_1024_count()
    {
        _overhead.Add(1_000_000);
        for (int i = 0; i < 1024; i++) _overhead.Add(10);

        _overhead.Summary.Should().Be(new CallOverheadSummary(
            1025, TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(1)));
    }

    [Fact]
    public void One_call_in_64_is_measured_and_the_first_is_one_of_them()
    {
        bool[] measured = [.. Enumerable.Range(0, 256).Select(_ => _overhead.IsNext())];

        measured[0].Should().BeTrue();
        measured.Count(isMeasured => isMeasured).Should().Be(4);
    }

    [Fact]
    public async Task Health_says_what_calls_and_checks_have_cost()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var call = new CallDescription { Provider = "openai", Operation = "chat", Model = "gpt-4o" };
        await (await monitor.Tracker.StartAsync(call, Token)).DisposeAsync();
        var health = monitor.Services.GetRequiredService<IMonitorHealth>();
        await health.CheckAsync(Token);

        MonitorHealth second = await health.CheckAsync(Token);

        IReadOnlyDictionary<string, double> numbers = second.Components.Single(c => c.Name == "overhead").Numbers;
        numbers["calls_measured"].Should().Be(1);
        numbers["call_average_us"].Should().BePositive();
        numbers["checks"].Should().BeGreaterThanOrEqualTo(second.Components.Count);
        numbers["check_success_share"].Should().Be(1);
    }

    [Fact]
    public async Task A_monitor_that_holds_calls_up_says_so()
    {
        for (int i = 0; i < 10; i++) _overhead.Add(TimeSpan.FromMilliseconds(80).Ticks);

        ComponentHealth health = await new OverheadHealth(_overhead, new CheckTally()).CheckAsync(Token);

        health.Level.Should().Be(HealthLevel.Degraded);
        health.Description.Should().Contain("80 ms");
    }

    [Fact]
    public async Task A_part_that_fails_lowers_the_share_of_checks_that_succeed()
    {
        var tally = new CheckTally();
        tally.Count(isAnswered: true);
        tally.Count(isAnswered: false);

        ComponentHealth health = await new OverheadHealth(_overhead, tally).CheckAsync(Token);

        health.Numbers["check_success_share"].Should().Be(0.5);
    }
}
