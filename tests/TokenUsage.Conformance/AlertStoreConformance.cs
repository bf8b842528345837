using TokenUsage.Alerting;

namespace TokenUsage.Conformance;

/// <summary>What every store of alerts must do.</summary>
public abstract class AlertStoreConformance
{
    private static readonly DateTimeOffset Noon = RecordFactory.Noon;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets an empty store, the same one throughout a test.</summary>
    protected abstract IAlertStore Store { get; }

    [Fact]
    public async Task A_change_is_read_back_whole()
    {
        AlertEntry entry = Entry("f", version: 1) with
        {
            CalmSince = Noon,
            Escalations = 2,
            IsMuted = true,
            NotifiedAt = Noon,
            SeenAt = Noon,
        };

        (await Store.TryChangeAsync(new AlertChange { Entry = entry }, Token)).Should().BeTrue();

        (await Store.FindAsync("f", Token)).Should().BeEquivalentTo(entry);
        (await Store.FindAsync(entry.Alert.Id, Token)).Should().BeEquivalentTo(entry);
        (await Store.FindAsync("other", Token)).Should().BeNull();
        (await Store.FindAsync(Guid.Empty, Token)).Should().BeNull();
    }

    [Fact]
    public async Task Of_many_who_write_the_same_version_one_succeeds_and_only_its_messages_exist()
    {
        bool[] written = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
            await Store.TryChangeAsync(
                new AlertChange { Entry = Entry("f", version: 1), Deliveries = [Delivery($"m{i}")] }, Token))));

        written.Count(isWritten => isWritten).Should().Be(1);
        (await Store.ReadDeliveriesAsync(null, 100, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_version_that_does_not_follow_is_refused()
    {
        AlertEntry first = Entry("f", version: 1);
        await Store.TryChangeAsync(new AlertChange { Entry = first }, Token);

        (await Store.TryChangeAsync(new AlertChange { Entry = first with { Version = 1 } }, Token)).Should().BeFalse();
        (await Store.TryChangeAsync(new AlertChange { Entry = first with { Version = 3 } }, Token)).Should().BeFalse();
        (await Store.TryChangeAsync(new AlertChange { Entry = first with { Version = 2 } }, Token)).Should().BeTrue();
    }

    [Fact]
    public async Task The_next_alert_of_a_fingerprint_leaves_the_former_in_the_history()
    {
        AlertEntry first = Entry("f", version: 1);
        AlertEntry second = Entry("f", version: 2);
        await Store.TryChangeAsync(new AlertChange { Entry = first }, Token);
        await Store.TryChangeAsync(new AlertChange { Entry = second }, Token);

        (await Store.FindAsync("f", Token))!.Alert.Id.Should().Be(second.Alert.Id);
        (await Store.ReadAsync(new AlertQuery(), Token)).Select(entry => entry.Alert.Id)
            .Should().Equal(second.Alert.Id, first.Alert.Id);
    }

    [Fact]
    public async Task Alerts_are_filtered()
    {
        AlertEntry low = Entry("a", 1, rule: "r1");
        AlertEntry high = Entry("b", 1, rule: "r2", AlertSeverity.High) with { Version = 1 };
        await Store.TryChangeAsync(new AlertChange { Entry = low }, Token);
        await Store.TryChangeAsync(new AlertChange { Entry = high }, Token);

        (await Read(new AlertQuery { Rule = "r1" })).Should().Equal("a");
        (await Read(new AlertQuery { MinSeverity = AlertSeverity.High })).Should().Equal("b");
        (await Read(new AlertQuery { Subject = "user=b" })).Should().Equal("b");
        (await Read(new AlertQuery { States = [AlertState.Resolved] })).Should().BeEmpty();
        (await Read(new AlertQuery { States = [AlertState.Firing] })).Should().Equal("b", "a");
        (await Read(new AlertQuery { From = Noon.AddTicks(1) })).Should().BeEmpty();
        (await Read(new AlertQuery { To = Noon })).Should().BeEmpty();
        (await Read(new AlertQuery { Limit = 1 })).Should().Equal("b");

        async Task<IEnumerable<string>> Read(AlertQuery query) =>
            (await Store.ReadAsync(query, Token)).Select(entry => entry.Alert.Fingerprint);
    }

    [Fact]
    public async Task Messages_are_handed_out_in_the_order_of_their_moments_to_one_holder_at_a_time()
    {
        await WriteAsync(
            Delivery("late") with { DueAt = Noon + Minute }, Delivery("first"), Delivery("second"),
            Delivery("elsewhere") with { Channel = "other" });

        (await ClaimAsync("a", Noon)).Select(d => d.Alert.Message).Should().Equal("first", "second");
        (await ClaimAsync("b", Noon)).Should().BeEmpty("a holds the channel");
        (await ClaimAsync("a", Noon + Minute)).Select(d => d.Alert.Message).Should().Equal("first", "second", "late");
        (await ClaimAsync("b", Noon + (Minute * 2))).Should().HaveCount(3, "the lease of a has ended");
    }

    [Fact]
    public async Task What_was_sent_is_not_handed_out_again_and_the_channel_is_free()
    {
        await WriteAsync(Delivery("first"), Delivery("second"));
        IReadOnlyList<AlertDelivery> due = await ClaimAsync("a", Noon);

        await Store.CompleteAsync(
            "c", "a", [due[0] with { State = AlertDeliveryState.Sent, EndedAt = Noon, Attempts = 1 }], null, Token);

        (await ClaimAsync("b", Noon)).Select(d => d.Alert.Message).Should().Equal("second");
        (await Store.ReadDeliveriesAsync(AlertDeliveryState.Sent, 10, Token)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(
                due[0] with { State = AlertDeliveryState.Sent, EndedAt = Noon, Attempts = 1 });
    }

    [Fact]
    public async Task A_channel_that_rests_hands_out_nothing_to_anybody()
    {
        await WriteAsync(Delivery("first"));
        IReadOnlyList<AlertDelivery> due = await ClaimAsync("a", Noon);
        await Store.CompleteAsync("c", "a", [due[0] with { Attempts = 1, Error = "no" }], Noon + Minute, Token);

        (await ClaimAsync("a", Noon + Minute - TimeSpan.FromTicks(1))).Should().BeEmpty();
        (await ClaimAsync("b", Noon + Minute)).Should().ContainSingle().Which.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Silences_are_read_until_they_end()
    {
        var silence = new AlertSilence { Id = Guid.CreateVersion7(), Rule = "r*", From = Noon, Until = Noon + Minute };

        await Store.AddSilenceAsync(silence, Token);

        (await Store.ReadSilencesAsync(Noon, Token)).Should().Equal(silence);
        (await Store.ReadSilencesAsync(Noon + Minute, Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task Pruning_deletes_what_has_ended_and_keeps_what_must_stay_quiet()
    {
        AlertEntry active = Entry("active", 1), ended = Ended("ended", AlertState.Resolved);
        AlertEntry unwanted = Ended("unwanted", AlertState.Dismissed);
        foreach (AlertEntry entry in (AlertEntry[])[active, ended, unwanted])
            await Store.TryChangeAsync(new AlertChange { Entry = entry }, Token);
        await WriteAsync(
            Delivery("waiting"), Delivery("sent") with { State = AlertDeliveryState.Sent, EndedAt = Noon });

        await Store.PruneAsync(Noon + Minute, Token);

        (await Store.ReadAsync(new AlertQuery(), Token)).Select(entry => entry.Alert.Fingerprint)
            .Should().BeEquivalentTo("active", "unwanted", "outbox");
        (await Store.FindAsync("ended", Token)).Should().BeNull();
        (await Store.ReadDeliveriesAsync(null, 10, Token)).Should().ContainSingle();
    }

    protected static AlertEntry Entry(
        string fingerprint, long version, string rule = "rule", AlertSeverity severity = AlertSeverity.Low) => new()
        {
            Version = version,
            Level = 1,
            FiredAt = Noon,
            SeenAt = Noon,
            Alert = new Alert
            {
                Id = Guid.CreateVersion7(),
                Rule = rule,
                Fingerprint = fingerprint,
                Severity = severity,
                Message = "message",
                Subject = $"user={fingerprint}",
                Period = "2026-11-01",
                Scope = new UsageDimensions
                {
                    User = fingerprint,
                    Tags = new Dictionary<string, string> { ["team"] = "search" },
                },
                Value = 0.83m,
                Threshold = 0.8m,
                RaisedAt = Noon,
                ChangedAt = Noon,
                Metadata = new Dictionary<string, string> { ["quota"] = "day" },
            },
        };

    private static AlertEntry Ended(string fingerprint, AlertState state)
    {
        AlertEntry entry = Entry(fingerprint, 1);
        return entry with { Alert = entry.Alert with { State = state, EndedAt = Noon } };
    }

    private static AlertDelivery Delivery(string message) => new()
    {
        Id = Guid.CreateVersion7(),
        Channel = "c",
        Transition = AlertTransition.Raised,
        Alert = Entry("f", 1).Alert with { Message = message },
        CreatedAt = Noon,
        DueAt = Noon,
    };

    private async Task WriteAsync(params AlertDelivery[] deliveries) => (await Store.TryChangeAsync(
        new AlertChange { Entry = Entry("outbox", 1), Deliveries = deliveries }, Token)).Should().BeTrue();

    private ValueTask<IReadOnlyList<AlertDelivery>> ClaimAsync(string holder, DateTimeOffset now) =>
        Store.ClaimAsync("c", holder, now, Minute, 10, Token);
}
