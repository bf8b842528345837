using TokenUsage.Alerting;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Alerting.LifeCycle;

/// <summary>A rule that wants what it looks at to hold for a time.</summary>
public sealed class RaiseAfterTests
{
    private readonly RecordingSink _sink = new();
    private readonly SetHealth _health = new();

    [Fact]
    public async Task A_process_that_is_busy_while_it_starts_raises_no_alert()
    {
        await using AlertStage stage = StageOf(BuiltIn("cpu"));
        _health.Cpu = 0.97;
        for (int i = 0; i < 8; i++) await LookAfterAsync(stage, TimeSpan.FromSeconds(30));

        _health.Cpu = 0.2;
        await LookAfterAsync(stage, TimeSpan.FromSeconds(30));

        _sink.Notices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_stays_busy_is_told_once_the_time_is_over()
    {
        await using AlertStage stage = StageOf(BuiltIn("cpu"));
        _health.Cpu = 0.97;

        for (int i = 0; i < 10; i++) await LookAfterAsync(stage, TimeSpan.FromSeconds(30));
        _sink.Notices.Should().BeEmpty("it has held for four and a half minutes");
        await LookAfterAsync(stage, TimeSpan.FromSeconds(30));

        _sink.Transitions.Should().Equal(AlertTransition.Raised);
    }

    [Fact]
    public async Task A_break_begins_the_time_anew()
    {
        await using AlertStage stage = StageOf(BuiltIn("memory"));
        foreach (double share in (double[])[0.9, 0.9, 0.9, 0.5, 0.9, 0.9, 0.9])
        {
            _health.Memory = share;
            await LookAfterAsync(stage, TimeSpan.FromMinutes(2));
        }

        _sink.Notices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_further_threshold_waits_for_itself_and_the_alert_holds_meanwhile()
    {
        await using AlertStage stage = StageOf(new AlertRule
        {
            Name = "busy",
            Kind = AlertRuleKind.Health,
            Component = "process",
            Number = "cpu_share",
            RaiseAfter = TimeSpan.FromMinutes(3),
            Thresholds = [new(0.8m, AlertSeverity.Medium), new(0.95m, AlertSeverity.Critical)],
        });
        _health.Cpu = 0.85;
        for (int i = 0; i < 4; i++) await LookAfterAsync(stage, TimeSpan.FromMinutes(1));

        _health.Cpu = 0.99;
        for (int i = 0; i < 3; i++) await LookAfterAsync(stage, TimeSpan.FromMinutes(1));
        _sink.Transitions.Should().Equal(AlertTransition.Raised);
        await LookAfterAsync(stage, TimeSpan.FromMinutes(1));

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Worsened);
        _sink.Notices[^1].Severity.Should().Be(AlertSeverity.Critical);
    }

    [Fact]
    public async Task A_restart_does_not_end_what_fires()
    {
        var store = new InMemoryAlertStore();
        AlertRule rule = BuiltIn("cpu") with { RaiseAfter = TimeSpan.FromMinutes(1), ResolveAfter = TimeSpan.Zero };
        _health.Cpu = 0.97;
        await using AlertStage first = StageOf(rule, store);
        await LookAfterAsync(first, TimeSpan.FromMinutes(1));
        await LookAfterAsync(first, TimeSpan.FromMinutes(1));

        await using var second = new AlertStage(
            rule, store: store, clock: first.Clock, health: _health, sinks: _sink);
        await LookAfterAsync(second, TimeSpan.FromSeconds(10));

        _sink.Transitions.Should().Equal(AlertTransition.Raised);
    }

    private static AlertRule BuiltIn(string name) =>
        new AlertOptions().AllRules().Single(rule => rule.Name == name);

    private static async Task LookAfterAsync(AlertStage stage, TimeSpan time)
    {
        stage.Clock.Advance(time);
        await stage.Get<AlertWatch>().LookAsync(isFull: true, TestContext.Current.CancellationToken);
        await stage.SendAsync();
    }

    private AlertStage StageOf(AlertRule rule, IAlertStore? store = null) =>
        new(rule, store: store, health: _health, sinks: _sink);

    private sealed class SetHealth : IMonitorHealth
    {
        public double Cpu { get; set; }

        public double Memory { get; set; }

        public ValueTask<MonitorHealth> CheckAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new MonitorHealth
            {
                At = AlertStage.Noon,
                Components =
                [
                    new ComponentHealth
                    {
                        Name = "process",
                        Level = HealthLevel.Healthy,
                        Description = "",
                        Numbers = new Dictionary<string, double> { ["cpu_share"] = Cpu, ["memory_share"] = Memory },
                    },
                ],
            });
    }
}
