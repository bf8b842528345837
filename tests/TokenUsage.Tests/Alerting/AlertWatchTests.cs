using TokenUsage.Alerting;
using TokenUsage.Conformance;
using TokenUsage.Pricing;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Alerting;

public sealed class AlertWatchTests
{
    private readonly RecordFactory _records = new();
    private readonly RecordingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_that_has_cost_too_much_is_told_once_and_the_next_month_begins_anew()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "spend",
            Kind = AlertRuleKind.Cost,
            Per = Dimension.User,
            RemindEvery = null,
            Thresholds = [new(1_000m, AlertSeverity.High)],
        });
        await StoreAsync(stage, _records.Make(AlertStage.Noon, "alice", usd: 1_200m));
        await StoreAsync(stage, _records.Make(AlertStage.Noon, "bob", usd: 999m));
        stage.Clock.Advance(TimeSpan.FromHours(1));

        for (int i = 0; i < 3; i++) await LookAsync(stage);
        _sink.Notices.Should().ContainSingle().Which.Alert.Should().BeEquivalentTo(new
        {
            Subject = "user=alice",
            Period = "2026-11-01",
            Value = 1_200m,
            Scope = new { User = "alice" },
            Message = "The month since 2026-11-01 has cost $1,200.00, of $1,000.00.",
        });
        stage.Clock.Advance(TimeSpan.FromDays(10));
        await LookAsync(stage);

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task A_share_of_failures_is_told_when_there_are_enough_calls()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "errors",
            Kind = AlertRuleKind.ErrorRate,
            MinCalls = 20,
            Thresholds = [new(0.05m, AlertSeverity.High)],
        });
        await StoreAsync(stage, Failed(AlertStage.Noon));
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(stage);
        _sink.Notices.Should().BeEmpty("one call is no rate");
        for (int i = 0; i < 19; i++) await StoreAsync(stage, _records.Make(AlertStage.Noon));
        await LookAsync(stage);

        _sink.Notices.Should().ContainSingle()
            .Which.Alert.Message.Should().Be("5 % of 20 attempts failed in 5 minutes.");
    }

    [Fact]
    public async Task Slow_calls_are_told()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "slow",
            Kind = AlertRuleKind.Latency,
            MinCalls = 1,
            Thresholds = [new(2m, AlertSeverity.Medium)],
        });
        await StoreAsync(stage, _records.Make(AlertStage.Noon) with { Duration = TimeSpan.FromSeconds(3) });
        stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await LookAsync(stage);

        _sink.Notices.Should().ContainSingle().Which.Alert.Value.Should().BeInRange(2.9m, 3.1m);
    }

    [Fact]
    public async Task Silence_of_the_application_is_told_and_its_end_too()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "silent",
            Kind = AlertRuleKind.NoData,
            Window = TimeSpan.FromMinutes(10),
        });

        await LookAsync(stage);
        await StoreAsync(stage, _records.Make(AlertStage.Noon));
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(stage);

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task A_budget_that_burns_in_both_windows_is_told()
    {
        // 720 dollars a month of 30 days are one dollar an hour.
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "burn",
            Kind = AlertRuleKind.BurnRate,
            Budget = 720m,
        });
        await StoreAsync(stage, _records.Make(AlertStage.Noon.AddMinutes(1), usd: 15m));
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        await LookAsync(stage);
        _sink.Notices.Should().ContainSingle().Which.Severity.Should().Be(AlertSeverity.Critical);
        stage.Clock.Advance(TimeSpan.FromMinutes(20));
        await LookAsync(stage);

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task An_expression_over_totals_is_compared_with_its_threshold()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "dear",
            Kind = AlertRuleKind.Custom,
            Expression = "(cost + 0.5) / calls * 2",
            MinCalls = 1,
            Thresholds = [new(1m, AlertSeverity.Low)],
        });
        for (int i = 0; i < 2; i++) await StoreAsync(stage, _records.Make(AlertStage.Noon, usd: 0.25m));
        stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await LookAsync(stage);

        _sink.Notices.Should().ContainSingle().Which.Alert.Value.Should().Be(1m);
    }

    [Fact]
    public async Task A_model_without_a_price_is_told_once_and_expires()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "unpriced",
            Kind = AlertRuleKind.UnpricedModel,
            RemindEvery = null,
        });
        var news = stage.Get<TokenUsage.Alerting.Rules.EventInbox>();
        for (int i = 0; i < 3; i++)
        {
            news.OnUnpriced(new UnpricedModel { Provider = "acme", Model = "m", PriceVersion = "1" });
            await LookAsync(stage);
        }

        _sink.Notices.Should().ContainSingle().Which.Alert.Subject.Should().Be("model=acme/m");
        stage.Clock.Advance(TimeSpan.FromDays(1));
        await LookAsync(stage);

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task An_anomaly_of_the_feed_is_told_with_its_scope()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "odd",
            Kind = AlertRuleKind.Anomaly,
            Thresholds = [new(2m, AlertSeverity.High)],
        });
        var inbox = stage.Get<TokenUsage.Alerting.Rules.EventInbox>();
        foreach (string severity in (string[])["1.5", "20"])
        {
            inbox.OnAnomaly(new FeedEvent
            {
                Kind = FeedEventKind.Anomaly,
                Name = $"Cost:user=alice{severity}",
                Scope = new UsageDimensions { User = "alice" },
                Message = "Odd.",
                Data = new Dictionary<string, string> { ["severity"] = severity },
            });
        }

        await LookAsync(stage);

        _sink.Notices.Should().ContainSingle().Which.Alert.Scope.User.Should().Be("alice");
    }

    [Fact]
    public async Task A_rehearsal_tells_what_a_rule_would_have_said_and_sends_nothing()
    {
        await using AlertStage stage = Stage(new AlertRule
        {
            Name = "silent",
            Kind = AlertRuleKind.NoData,
            Window = TimeSpan.FromHours(1),
            RemindEvery = null,
        });
        await StoreAsync(stage, _records.Make(AlertStage.Noon.AddHours(-6)));

        AlertTest test = await stage.Alerts.TestAsync(
            "silent", TimeRange.Between(AlertStage.Noon.AddHours(-10), AlertStage.Noon), Token);

        test.Evaluations.Should().Be(600);
        test.Notices.Select(notice => notice.Transition)
            .Should().Equal(AlertTransition.Raised, AlertTransition.Resolved, AlertTransition.Raised);
        test.Notices[1].At.Should().Be(AlertStage.Noon.AddHours(-6).AddMinutes(1));
        _sink.Notices.Should().BeEmpty();
        (await stage.Alerts.GetHistoryAsync(new AlertQuery(), Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_alert_of_the_application_lives_like_others()
    {
        await using AlertStage stage = Stage(AlertStage.Shares());
        var request = new AlertRequest { Rule = "own", Message = "Look.", Severity = AlertSeverity.High };

        Alert? first = await stage.Alerts.RaiseAsync(request, Token);
        Alert? again = await stage.Alerts.RaiseAsync(request, Token);
        await stage.SendAsync();

        again!.Id.Should().Be(first!.Id);
        _sink.Notices.Should().ContainSingle().Which.Alert.Message.Should().Be("Look.");
    }

    private AlertStage Stage(AlertRule rule) => new(rule, sinks: _sink);

    private static async Task LookAsync(AlertStage stage)
    {
        await stage.Get<AlertWatch>().LookAsync(isFull: true, Token);
        await stage.SendAsync();
    }

    private static ValueTask<AppendResult> StoreAsync(AlertStage stage, UsageRecord record) =>
        stage.Get<IUsageStore>().AppendAsync([record], Token);

    private UsageRecord Failed(DateTimeOffset at) =>
        _records.Make(at) with { Outcome = CallOutcome.Failed, ErrorType = "timeout" };
}
