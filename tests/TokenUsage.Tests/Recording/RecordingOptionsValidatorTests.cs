using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class RecordingOptionsValidatorTests
{
    private readonly RecordingOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_valid() =>
        _validator.Validate(null, new RecordingOptions()).Failed.Should().BeFalse();

    [Fact]
    public void Every_fault_is_listed_with_the_value_found()
    {
        var options = new RecordingOptions
        {
            Durability = Durability.Journal,
            WhenFull = (OverflowRule)9,
            BatchSize = 0,
            Capacity = -1,
            BatchInterval = TimeSpan.FromSeconds(-1),
            FlushInterval = TimeSpan.Zero,
            DrainTimeout = TimeSpan.FromDays(2),
        };

        IEnumerable<string> failures = _validator.Validate(null, options).Failures!;

        failures.Should().HaveCount(7).And.SatisfyRespectively(
            failure => failure.Should().Contain("WhenFull").And.Contain("9"),
            failure => failure.Should().Contain("JournalPath"),
            failure => failure.Should().Contain("BatchSize").And.Contain("0"),
            failure => failure.Should().Contain("Capacity").And.Contain("-1"),
            failure => failure.Should().Contain("BatchInterval").And.Contain("-00:00:01"),
            failure => failure.Should().Contain("FlushInterval").And.Contain("00:00:00"),
            failure => failure.Should().Contain("DrainTimeout").And.Contain("2.00:00:00"));
    }

    [Fact]
    public void Room_for_less_than_one_batch_is_a_fault() =>
        _validator.Validate(null, new RecordingOptions { Capacity = 499 }).Failed.Should().BeTrue();
}
