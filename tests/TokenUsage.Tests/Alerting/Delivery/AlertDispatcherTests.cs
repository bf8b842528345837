using TokenUsage.Alerting;

namespace TokenUsage.Tests.Alerting.Delivery;

public sealed class AlertDispatcherTests
{
    private readonly RecordingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_that_is_down_for_an_hour_gets_all_of_it_in_order()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);
        _sink.Before = (_, _) => throw new HttpRequestException("https://secret.example.org/key");

        for (int i = 0; i < 60; i++)
        {
            await stage.FindAsync(1, $"user={i:00}");
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        AlertDelivery failing = (await stage.Alerts.GetDeliveriesAsync(AlertDeliveryState.Waiting, Token))[^1];
        failing.Error.Should().Be("It failed with HttpRequestException.");
        _sink.Before = null;
        stage.Clock.Advance(TimeSpan.FromMinutes(5)); // the longest pause
        await stage.SendAsync();

        _sink.Notices.Select(notice => notice.Alert.Subject)
            .Should().Equal(Enumerable.Range(0, 60).Select(i => $"user={i:00}"));
        (await stage.Alerts.GetDeliveriesAsync(AlertDeliveryState.Sent, Token))
            .Count(delivery => delivery.Channel == "test").Should().Be(60);
    }

    [Fact]
    public async Task A_channel_that_hangs_stops_no_other_and_is_given_up_at_its_timeout()
    {
        RecordingSink slow = new("slow") { Before = (_, _) => new ValueTask(new TaskCompletionSource().Task) };
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: [slow, _sink]);

        Task finding = stage.FindAsync();
        while (_sink.Notices.Count == 0) await Task.Yield();
        while (!finding.IsCompleted)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await finding;
        (await stage.Alerts.GetDeliveriesAsync(AlertDeliveryState.Waiting, Token)).Should().ContainSingle()
            .Which.Error.Should().Be("It took longer than 10 s.");
    }

    [Fact]
    public async Task What_a_channel_refuses_for_ever_is_a_dead_letter_and_the_next_goes_out()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);
        _sink.Before = (notice, _) => notice.Alert.Subject == "user=bad"
            ? throw new AlertSinkException("Not this one.", isPermanent: true) : ValueTask.CompletedTask;

        await stage.FindAsync(1, "user=bad");
        await stage.FindAsync(1, "user=good");

        _sink.Notices.Should().ContainSingle().Which.Alert.Subject.Should().Be("user=good");
        (await stage.Alerts.GetDeliveriesAsync(AlertDeliveryState.Dead, Token)).Should().ContainSingle()
            .Which.Error.Should().Be("Not this one.");
    }

    [Fact]
    public async Task A_message_that_is_never_taken_is_given_up_after_a_day()
    {
        await using var stage = new AlertStage(AlertStage.Shares(), sinks: _sink);
        _sink.Before = (_, _) => throw new IOException();

        await stage.FindAsync();
        stage.Clock.Advance(TimeSpan.FromDays(1));
        await stage.SendAsync();

        (await stage.Alerts.GetDeliveriesAsync(AlertDeliveryState.Dead, Token)).Should().ContainSingle()
            .Which.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_digest_is_one_message_at_its_moment_and_what_is_worse_goes_out_at_once()
    {
        await using var stage = new AlertStage(
            AlertStage.Shares(),
            options => options.Channels.Add(new AlertChannel { Name = "test", DigestEvery = TimeSpan.FromHours(1) }),
            sinks: _sink);

        for (int i = 0; i < 5; i++) await stage.FindAsync(1, $"user={i}");
        await stage.FindAsync(2, "user=high");
        _sink.Notices.Should().ContainSingle().Which.Alert.Subject.Should().Be("user=high");
        await stage.PassAsync(TimeSpan.FromMinutes(59));
        _sink.Notices.Should().HaveCount(1);
        await stage.PassAsync(TimeSpan.FromMinutes(1));
        await stage.PassAsync(TimeSpan.FromHours(2));

        _sink.Notices.Should().HaveCount(2);
        _sink.Notices[1].Transition.Should().Be(AlertTransition.Digest);
        _sink.Notices[1].Alerts.Select(alert => alert.Subject)
            .Should().Equal("user=0", "user=1", "user=2", "user=3", "user=4");
    }

    [Fact]
    public async Task A_template_that_throws_falls_back_to_the_built_in_text()
    {
        var text = new StringWriter();
        await using var stage = new AlertStage(
            AlertStage.Shares(), options => options.Template = _ => throw new InvalidOperationException());
        var sink = new TokenUsage.Alerting.Sinks.TextAlertSink(
            "text", text, stage.Get<TokenUsage.Alerting.Sinks.AlertWriter>());

        Alert alert = (await stage.FindAsync())!.Alert;
        await sink.SendAsync(
            new AlertNotice
            {
                Id = alert.Id,
                Transition = AlertTransition.Raised,
                Alerts = [alert with { Message = "a\r\nb" }],
                At = alert.RaisedAt,
            },
            Token);

        text.ToString().Should().Be($"2026-11-22 12:00:00Z Medium Raised quota user=alice: a  b{Environment.NewLine}");
    }

    [Fact]
    public async Task Routes_choose_channels_by_severity_rule_and_scope()
    {
        RecordingSink all = new("all"), high = new("high"), bob = new("bob"), other = new("other");
        await using var stage = new AlertStage(
            AlertStage.Shares(),
            options =>
            {
                options.Routes.Add(new AlertRoute { Channels = ["all"], Rules = ["quo*"] });
                options.Routes.Add(new AlertRoute { Channels = ["high", "all"], MinSeverity = AlertSeverity.High });
                options.Routes.Add(new AlertRoute { Channels = ["other"], Rules = ["other"] });
                options.Routes.Add(new AlertRoute
                {
                    Channels = ["bob"],
                    Where = [UsageFilter.In(Dimension.User, "bob")],
                });
            },
            sinks: [all, high, bob, other]);

        await stage.FindAsync(1);
        await stage.FindAsync(2);

        all.Notices.Should().HaveCount(2);
        high.Notices.Should().HaveCount(1);
        bob.Notices.Concat(other.Notices).Should().BeEmpty();
    }
}
