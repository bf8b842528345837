using TokenUsage.Alerting;

namespace TokenUsage.Tests.Alerting.LifeCycle;

public sealed class AlertLifeTests
{
    private static readonly ChangeActor Kim = new("kim");
    private readonly RecordingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_threshold_is_told_once_and_a_further_one_once_more()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);

        for (int i = 0; i < 100; i++) await stage.FindAsync(1);
        for (int i = 0; i < 100; i++) await stage.FindAsync(2);
        for (int i = 0; i < 100; i++) await stage.FindAsync(1);

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Worsened);
        _sink.Notices.Select(notice => notice.Severity).Should().Equal(AlertSeverity.Medium, AlertSeverity.High);
    }

    [Fact]
    public async Task The_end_is_told_once_to_those_who_heard_of_the_beginning()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);

        await stage.FindAsync();
        await stage.CalmAsync();
        await stage.CalmAsync();

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
        _sink.Notices[1].Alert.State.Should().Be(AlertState.Resolved);
    }

    [Fact]
    public async Task All_must_be_well_for_a_time_where_the_rule_says_so()
    {
        AlertRule rule = AlertStage.Shares() with { ResolveAfter = TimeSpan.FromMinutes(5) };
        await using var stage = new AlertStage(rule, sinks: _sink);

        await stage.FindAsync();
        for (int i = 0; i < 10; i++) // to and fro at the threshold
        {
            await stage.CalmAsync();
            stage.Clock.Advance(TimeSpan.FromMinutes(4));
            await stage.FindAsync();
        }

        await stage.CalmAsync();
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        await stage.CalmAsync();

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task What_has_ended_rests_for_the_cool_down()
    {
        AlertRule rule = AlertStage.Shares() with { CoolDown = TimeSpan.FromMinutes(15), NotifyRecovery = false };
        await using var stage = new AlertStage(rule, sinks: _sink);

        await stage.FindAsync();
        await stage.CalmAsync();
        stage.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await stage.FindAsync();
        _sink.Transitions.Should().Equal(AlertTransition.Raised);
        stage.Clock.Advance(TimeSpan.FromTicks(1));
        await stage.FindAsync();

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Raised);
        _sink.Notices.Select(notice => notice.Alert.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Reminders_come_at_their_interval_until_somebody_acknowledges()
    {
        AlertRule rule = AlertStage.Shares() with { RemindEvery = TimeSpan.FromHours(1) };
        await using var stage = new AlertStage(rule, sinks: _sink);

        Alert alert = (await stage.FindAsync())!.Alert;
        for (int i = 0; i < 12; i++) await stage.PassAsync(TimeSpan.FromMinutes(10));
        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Reminded, AlertTransition.Reminded);

        await stage.Alerts.AcknowledgeAsync(alert.Id, Kim, Token);
        for (int i = 0; i < 12; i++) await stage.PassAsync(TimeSpan.FromMinutes(10));
        _sink.Notices.Should().HaveCount(3);
    }

    [Fact]
    public async Task Without_acknowledgement_the_next_channels_are_told_and_of_the_end_too()
    {
        RecordingSink pager = new("pager"), boss = new("boss");
        AlertRule rule = AlertStage.Shares() with
        {
            Channels = ["test"],
            Escalations = [new(TimeSpan.FromMinutes(15), "pager"), new(TimeSpan.FromHours(1), "boss")],
        };
        await using var stage = new AlertStage(rule, sinks: [_sink, pager, boss]);

        await stage.FindAsync();
        await stage.PassAsync(TimeSpan.FromMinutes(14));
        pager.Notices.Should().BeEmpty();
        await stage.PassAsync(TimeSpan.FromMinutes(1));
        await stage.PassAsync(TimeSpan.FromMinutes(20));
        await stage.CalmAsync();

        pager.Transitions.Should().Equal(AlertTransition.Escalated, AlertTransition.Resolved);
        boss.Notices.Should().BeEmpty();
        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Resolved);
    }

    [Fact]
    public async Task An_acknowledged_alert_is_not_escalated_until_it_worsens()
    {
        RecordingSink pager = new("pager");
        AlertRule rule = AlertStage.Shares() with
        {
            Channels = ["test"],
            Escalations = [new(TimeSpan.FromMinutes(15), "pager")],
        };
        await using var stage = new AlertStage(rule, sinks: [_sink, pager]);

        Alert alert = (await stage.FindAsync())!.Alert;
        await stage.Alerts.AcknowledgeAsync(alert.Id, Kim, Token);
        await stage.PassAsync(TimeSpan.FromHours(1));
        pager.Notices.Should().BeEmpty();
        await stage.FindAsync(2);
        await stage.PassAsync(TimeSpan.FromMinutes(15));

        pager.Transitions.Should().Equal(AlertTransition.Escalated);
    }

    [Fact]
    public async Task A_silence_keeps_messages_back_and_tells_at_its_end_what_still_fires()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);
        await stage.Alerts.SilenceAsync(
            new AlertSilence { From = AlertStage.Noon, Until = AlertStage.Noon.AddHours(1) }, Token);

        await stage.FindAsync(1, "user=alice");
        await stage.FindAsync(1, "user=bob");
        await stage.PassAsync(TimeSpan.FromMinutes(59));
        _sink.Notices.Should().BeEmpty();
        await stage.PassAsync(TimeSpan.FromMinutes(1));
        await stage.PassAsync(TimeSpan.FromMinutes(1));

        _sink.Notices.Select(notice => notice.Alert.Subject).Should().BeEquivalentTo("user=alice", "user=bob");
        _sink.Transitions.Should().OnlyContain(transition => transition == AlertTransition.Raised);
    }

    [Fact]
    public async Task What_began_and_ended_in_a_silence_is_never_told()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);
        await stage.Alerts.SilenceAsync(
            new AlertSilence { Rule = "quo*", From = AlertStage.Noon, Until = AlertStage.Noon.AddHours(1) }, Token);

        await stage.FindAsync();
        stage.Clock.Advance(TimeSpan.FromHours(2));
        await stage.CalmAsync();

        _sink.Notices.Should().BeEmpty();
        (await stage.Alerts.GetHistoryAsync(new AlertQuery(), Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_quiet_time_comes_again_and_what_is_critical_wakes_people()
    {
        AlertRule rule = AlertStage.Shares() with
        {
            Thresholds = [new(0.8m, AlertSeverity.High), new(0.9m, AlertSeverity.Critical)],
        };
        await using var stage = new AlertStage(
            rule,
            options => options.QuietTimes.Add(
                new AlertQuietTime { Cron = "0 22 * * *", Length = TimeSpan.FromHours(8) }),
            sinks: _sink);

        stage.Clock.Advance(TimeSpan.FromHours(11)); // 23:00
        await stage.FindAsync(1, "user=alice");
        await stage.FindAsync(2, "user=bob");
        await stage.PassAsync(TimeSpan.FromHours(6)); // 05:00
        _sink.Notices.Select(notice => notice.Alert.Subject).Should().Equal("user=bob");
        await stage.PassAsync(TimeSpan.FromHours(1)); // 06:00

        _sink.Notices.Select(notice => notice.Alert.Subject).Should().Equal("user=bob", "user=alice");
    }

    [Fact]
    public async Task A_dismissed_alert_stays_quiet_until_all_has_once_been_well()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);

        Alert alert = (await stage.FindAsync())!.Alert;
        await stage.Alerts.DismissAsync(alert.Id, Kim, Token);
        stage.Clock.Advance(TimeSpan.FromDays(3));
        await stage.FindAsync(2);
        _sink.Transitions.Should().Equal(AlertTransition.Raised);
        await stage.CalmAsync();
        await stage.FindAsync();

        _sink.Transitions.Should().Equal(AlertTransition.Raised, AlertTransition.Raised);
    }

    [Fact]
    public async Task Statistics_say_how_long_it_took_to_take_up_and_to_end()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);

        Alert alert = (await stage.FindAsync())!.Alert;
        stage.Clock.Advance(TimeSpan.FromMinutes(10));
        await stage.Alerts.AcknowledgeAsync(alert.Id, Kim, Token);
        stage.Clock.Advance(TimeSpan.FromMinutes(20));
        Alert ended = await stage.Alerts.ResolveAsync(alert.Id, Kim, Token);

        ended.Should().BeEquivalentTo(
            new { State = AlertState.Resolved, Actor = "kim", EndedAt = AlertStage.Noon.AddMinutes(30) });
        (await stage.Alerts.GetStatisticsAsync(new AlertQuery(), Token)).Should().Equal(new AlertStatistics
        {
            Rule = "quota",
            Raised = 1,
            Active = 0,
            TimeToAcknowledge = TimeSpan.FromMinutes(10),
            TimeToResolve = TimeSpan.FromMinutes(30),
        });
    }
}
