using TokenUsage.Alerting;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Alerting.Rules;

namespace TokenUsage.Tests.Alerting.Rules;

public sealed class HealthEvaluatorTests
{
    private static readonly ComponentHealth Process = Part("process", ("cpu_share", 0.93), ("memory_share", 0.5));
    private static readonly ComponentHealth Disk = Part("journal", ("disk_free_share", 0.04));
    private static readonly ComponentHealth Queue = Part("recording", ("pending", 950), ("capacity", 1_000));
    private static readonly ComponentHealth Broken = new()
    {
        Name = "store",
        Level = HealthLevel.Unhealthy,
        Description = "It does not answer.",
        Recommendation = "Look at the disk.",
    };

    [Fact]
    public async Task A_number_of_a_part_is_compared_with_the_thresholds()
    {
        AlertSignal signal = await OneAsync(Rule(AlertRuleKind.Health, 0.8m) with
        {
            Component = "process",
            Number = "cpu_share",
        });

        signal.Should().BeEquivalentTo(new
        {
            Level = 1,
            Value = 0.93m,
            Message = "cpu_share of process is 93 %.",
            Subject = $"process.cpu_share@{Environment.MachineName}",
        });
    }

    [Fact]
    public async Task A_number_below_its_threshold_is_no_news() =>
        (await EvaluateAsync(Rule(AlertRuleKind.Health, 0.85m) with { Component = "process", Number = "memory_share" }))
            .Should().BeEmpty();

    [Fact]
    public async Task A_part_that_does_not_do_its_work_is_told_with_what_to_do() =>
        (await OneAsync(Rule(AlertRuleKind.Health, 2m))).Message
            .Should().Be("store: It does not answer. Look at the disk.");

    [Fact]
    public async Task A_disk_that_fills_is_told_by_what_is_taken() =>
        (await OneAsync(Rule(AlertRuleKind.Capacity, 0.9m) with { Component = "journal" }))
            .Should().BeEquivalentTo(new { Value = 0.96m, Message = "disk of journal is 96 % full." });

    [Fact]
    public async Task A_queue_that_fills_is_told_by_what_waits() =>
        (await OneAsync(Rule(AlertRuleKind.Capacity, 0.9m) with { Component = "recording" }))
            .Should().BeEquivalentTo(new { Value = 0.95m, Message = "The queue of recording is 95 % full." });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_number_that_is_none_is_no_news(double value)
    {
        var evaluator = new HealthEvaluator(new Monitor(Part("process", ("cpu_share", value))));

        IReadOnlyList<AlertSignal> signals = await evaluator.EvaluateAsync(
            Rule(AlertRuleKind.Health, 0.8m) with { Component = "process", Number = "cpu_share" },
            AlertStage.Noon, TestContext.Current.CancellationToken);

        signals.Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_machine_itself_ends_an_alert_about_it()
    {
        AlertSignal own = await OneAsync(Rule(AlertRuleKind.Capacity, 0.9m) with { Component = "journal" });

        var evaluator = new HealthEvaluator(new Monitor());

        evaluator.Decides(EntryOn(own.Metadata["host"])).Should().BeTrue();
        evaluator.Decides(EntryOn("another")).Should().BeFalse();
    }

    private static async Task<AlertSignal> OneAsync(AlertRule rule) => (await EvaluateAsync(rule)).Single();

    private static ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(AlertRule rule) =>
        new HealthEvaluator(new Monitor(Process, Disk, Queue, Broken))
            .EvaluateAsync(rule, AlertStage.Noon, TestContext.Current.CancellationToken);

    private static AlertRule Rule(AlertRuleKind kind, decimal threshold) =>
        new() { Name = "rule", Kind = kind, Thresholds = [new(threshold, AlertSeverity.High)] };

    private static ComponentHealth Part(string name, params (string Name, double Value)[] numbers) => new()
    {
        Name = name,
        Level = HealthLevel.Healthy,
        Description = "",
        Numbers = numbers.ToDictionary(number => number.Name, number => number.Value),
    };

    private static AlertEntry EntryOn(string host) => new()
    {
        Version = 1,
        Alert = new Alert
        {
            Id = Guid.Empty,
            Rule = "rule",
            Fingerprint = "f",
            Severity = AlertSeverity.High,
            Message = "",
            RaisedAt = AlertStage.Noon,
            Metadata = new Dictionary<string, string> { ["host"] = host },
        },
    };

    private sealed class Monitor(params ComponentHealth[] parts) : IMonitorHealth
    {
        public ValueTask<MonitorHealth> CheckAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new MonitorHealth { At = AlertStage.Noon, Components = parts });
    }
}
