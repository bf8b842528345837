using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Testing;

namespace TokenUsage.Tests.Testing;

public sealed class UsageProbeTests
{
    [Fact]
    public async Task Only_the_calls_of_the_measured_code_are_counted()
    {
        await using ServiceProvider services = Services();
        ITokenTracker tracker = services.GetRequiredService<ITokenTracker>();
        await Call(tracker);

        MeasuredUsage measured = await services.GetRequiredService<UsageProbe>()
            .MeasureAsync(async _ => await Call(tracker), TestContext.Current.CancellationToken);

        measured.Records.Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_within_its_budget_passes()
    {
        await using ServiceProvider services = Services();
        ITokenTracker tracker = services.GetRequiredService<ITokenTracker>();

        MeasuredUsage measured = await services.GetRequiredService<UsageProbe>()
            .MeasureAsync(async _ => await Call(tracker), TestContext.Current.CancellationToken);

        measured.Totals.ShouldCostLessThan(0.02m).ShouldUseFewerTokensThan(131).ShouldMakeCalls(1).ShouldSucceed();
    }

    [Fact]
    public async Task The_fake_monitor_can_be_probed_as_well()
    {
        var monitor = new FakeTokenMonitor();
        var probe = new UsageProbe(monitor, monitor.Usage);

        MeasuredUsage measured = await probe.MeasureAsync(
            async _ => await Call(monitor), TestContext.Current.CancellationToken);

        measured.Totals.Tokens.Total.Should().Be(130);
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring().AddRecordedUsage();
        return services.BuildServiceProvider();
    }

    private static async Task Call(ITokenTracker tracker)
    {
        await using TrackedCall call = await tracker.StartAsync(
            new CallDescription { Provider = "openai", Model = "gpt-4o-mini" });
        call.Dispatched();
        call.Complete(new TokenCounts { Input = 100, Output = 30 });
    }
}
