using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Alerting.Rules;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Alerting.Rules;

public sealed class ForecastEvaluatorTests
{
    private readonly RecordFactory _records = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_day_on_which_the_month_will_exceed_its_limit_is_named()
    {
        // 24 dollars a day: about 516 on the noon of the 22nd, and 600 on the evening of the 25th.
        await using AlertStage stage = await SpendAsync(usdPerHour: 1m, 600m);

        AlertSignal signal = (await EvaluateAsync(stage)).Should().ContainSingle().Subject;

        signal.Message.Should().MatchRegex(@"^The month will exceed \$600\.00 on \w+day 2[56] November");
        signal.Period.Should().Be("2026-11-01");
        signal.Value.Should().BeInRange(650, 790);
    }

    [Fact]
    public async Task A_limit_that_lies_beyond_the_month_is_no_news()
    {
        await using AlertStage stage = await SpendAsync(usdPerHour: 1m, 5_000m);

        (await EvaluateAsync(stage)).Should().BeEmpty();
    }

    [Fact]
    public async Task Of_several_limits_the_highest_that_will_be_exceeded_counts()
    {
        await using AlertStage stage = await SpendAsync(usdPerHour: 1m, 550m, 600m, 5_000m);

        (await EvaluateAsync(stage)).Should().ContainSingle().Which.Level.Should().Be(2);
    }

    private static ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(AlertStage stage) =>
        new ForecastEvaluator(stage.Get<ITokenAnalytics>()).EvaluateAsync(stage.Rule, AlertStage.Noon, Token);

    private async Task<AlertStage> SpendAsync(decimal usdPerHour, params decimal[] limits)
    {
        var stage = new AlertStage(new AlertRule
        {
            Name = "forecast",
            Kind = AlertRuleKind.Forecast,
            Thresholds = [.. limits.Select(limit => new AlertThreshold(limit, AlertSeverity.High))],
        });
        IEnumerable<UsageRecord> records = Enumerable.Range(1, 59 * 24)
            .Select(hour => _records.Make(AlertStage.Noon.AddHours(-hour), "alice", usd: usdPerHour));
        await stage.Get<IUsageStore>().AppendAsync([.. records], Token);
        return stage;
    }
}
