using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class TokenTrackerTests
{
    private static readonly CallDescription Call = new() { Provider = "openai", Model = "gpt-4o-mini" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_is_completed_by_its_counts_is_recorded_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        await using (TrackedCall call = await monitor.Tracker.StartAsync(Call, Token))
        {
            call.Dispatched();
            call.FirstToken();
            call.Complete(new TokenCounts { Input = 10, Output = 20 }, "gpt-4o-mini-2024-07-18");
            call.Complete(new TokenCounts { Input = 99 });
            call.Fail("too late");
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Tokens.Should().Be(new TokenCounts { Input = 10, Output = 20 });
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Cost.Usd.Should().BePositive();
    }

    [Fact]
    public async Task A_call_that_is_completed_by_a_body_is_read_in_the_providers_format()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        await using (TrackedCall call = await monitor.Tracker.StartAsync(Call, Token))
        {
            call.Complete("openai", System.Text.Encoding.UTF8.GetBytes(WireAnswers.Chat));
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Tokens.Input.Should().Be(120);
        record.ResponseId.Should().Be("chatcmpl-1");
    }

    [Fact]
    public async Task An_unknown_operation_is_an_error_that_names_it_and_the_call_can_still_be_completed()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        await using (TrackedCall call = await monitor.Tracker.StartAsync(Call with { Operation = "divine" }, Token))
        {
            FluentActions.Invoking(() => call.Complete("acme", "{}"u8))
                .Should().Throw<ArgumentException>().WithMessage("*'divine'*");
            call.Complete(new TokenCounts { Input = 1 });
        }

        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Tokens.Input.Should().Be(1);
    }

    [Fact]
    public async Task A_call_that_is_left_open_was_interrupted_and_is_charged_at_its_estimate()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        CallDescription estimated = Call with { Estimate = new TokenCounts { Input = 700 } };

        await using (TrackedCall call = await monitor.Tracker.StartAsync(estimated, Token)) call.Dispatched();

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Interrupted);
        record.Source.Should().Be(UsageSource.Estimated);
        record.Tokens.Input.Should().Be(700);
    }

    [Fact]
    public async Task A_call_that_was_never_sent_costs_nothing()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        await using (TrackedCall call = await monitor.Tracker.StartAsync(Call, Token))
        {
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Tokens.IsEmpty.Should().BeTrue();
        record.Cost.Usd.Should().Be(0);
    }

    [Fact]
    public async Task A_record_that_is_offered_twice_counts_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var record = new UsageRecord
        {
            Id = Guid.CreateVersion7(),
            StartedAt = TimeProvider.System.GetUtcNow(),
            Provider = "openai",
            Operation = "chat",
            Cost = Cost.Unpriced,
        };

        await monitor.Tracker.RecordAsync(record, Token);
        monitor.Tracker.TryRecord(record).Should().BeTrue();

        (await monitor.RecordsAsync()).Should().ContainSingle();
        FlushReport report = await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(5), Token);
        (report.Offered, report.Stored, report.Duplicate, report.IsBalanced).Should().Be((2, 1, 1, true));
    }
}
