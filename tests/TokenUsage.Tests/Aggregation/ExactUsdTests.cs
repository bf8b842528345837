using CsCheck;
using TokenUsage.Aggregation;

namespace TokenUsage.Tests.Aggregation;

public sealed class ExactUsdTests
{
    [Fact]
    public void Amounts_come_back_as_they_were() => Gen.Decimal[-1_000_000m, 1_000_000m].Sample(amount =>
        ExactUsd.ToDecimal(ExactUsd.Of(amount)) == decimal.Round(amount, 18));

    [Fact]
    public void Sums_are_those_of_decimals() => Gen.Decimal[0m, 100m].Select(d => decimal.Round(d, 12)).Array.Sample(
        amounts => ExactUsd.ToDecimal(amounts.Aggregate(Int128.Zero, (sum, next) => sum + ExactUsd.Of(next)))
            == amounts.Sum());
}
