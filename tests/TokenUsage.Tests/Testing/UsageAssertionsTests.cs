using TokenUsage.Testing;
using TokenUsage.Testing.Generation;

namespace TokenUsage.Tests.Testing;

public sealed class UsageAssertionsTests
{
    private static readonly UsageRecord Record =
        UsageGenerator.Generate(new UsageGeneratorOptions { Hours = 24, FailureRate = 0, AbortRate = 0 }).First();

    [Fact]
    public void The_limit_itself_is_too_much()
    {
        Action demand = () => RecordedUsage.Sum([Record]).ShouldCostLessThan(Record.Cost.Usd!.Value);

        demand.Should().Throw<UsageAssertionException>().WithMessage("The usage should cost less than $*");
    }

    [Fact]
    public void What_has_no_price_is_not_cheap()
    {
        UsageTotals unpriced = RecordedUsage.Sum([Record with { Cost = Cost.Unpriced }]);

        unpriced.Invoking(u => u.ShouldCostLessThan(1_000m))
            .Should().Throw<UsageAssertionException>().WithMessage("*1 of its attempts are not*");
    }

    [Fact]
    public void A_failed_attempt_is_named()
    {
        UsageTotals failed = RecordedUsage.Sum([Record with { Outcome = CallOutcome.Failed }]);

        failed.Invoking(u => u.ShouldSucceed())
            .Should().Throw<UsageAssertionException>().WithMessage("*1 attempts failed*");
    }
}
