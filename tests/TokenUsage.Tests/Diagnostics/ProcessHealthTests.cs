using Microsoft.Extensions.Time.Testing;
using TokenUsage.Diagnostics.Health;

namespace TokenUsage.Tests.Diagnostics;

public sealed class ProcessHealthTests
{
    private readonly FakeTimeProvider _time = new();
    private TimeSpan _used = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_process_that_has_just_begun_does_not_say_yet_how_busy_it_is()
    {
        ProcessHealth process = Create();
        Pass(seconds: 1, busy: 1);

        ComponentHealth health = await process.CheckAsync(TestContext.Current.CancellationToken);

        health.Numbers.Should().NotContainKey("cpu_share").And.ContainKey("memory_share");
    }

    [Fact]
    public async Task What_the_process_used_before_it_was_watched_does_not_count()
    {
        ProcessHealth process = Create();
        Pass(seconds: 20, busy: 0.25);

        (await CpuAsync(process)).Should().BeApproximately(0.25, 1e-6);
    }

    [Fact]
    public async Task Looks_that_follow_each_other_at_once_see_the_same()
    {
        ProcessHealth process = Create();
        Pass(seconds: 20, busy: 0.25);
        double first = await CpuAsync(process);
        Pass(seconds: 0.001, busy: 1);

        (await CpuAsync(process)).Should().Be(first);
    }

    [Fact]
    public async Task A_busy_process_is_degraded()
    {
        ProcessHealth process = Create();
        Pass(seconds: 20, busy: 0.95);

        ComponentHealth health = await process.CheckAsync(TestContext.Current.CancellationToken);

        health.Level.Should().Be(HealthLevel.Degraded);
        health.Description.Should().Contain("the processor is 95");
    }

    private static async Task<double> CpuAsync(ProcessHealth process) =>
        (await process.CheckAsync(TestContext.Current.CancellationToken)).Numbers["cpu_share"];

    private ProcessHealth Create() => new(_time, () => null, () => _used);

    private void Pass(double seconds, double busy)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _used += TimeSpan.FromSeconds(seconds * busy * Environment.ProcessorCount);
    }
}
