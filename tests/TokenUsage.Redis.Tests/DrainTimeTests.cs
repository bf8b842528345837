using System.Numerics;
using CsCheck;

namespace TokenUsage.Redis.Tests;

public sealed class DrainTimeTests
{
    [Fact]
    public void An_amount_takes_exactly_its_time_and_the_time_gives_the_amount_back() =>
        Gen.Select(Gen.Long[1, 1L << 48], Gen.Long[1_000_000, 34_560_000_000_000], Gen.Long[1, DrainTime.MaxRate])
            .Sample((amount, length, rate) =>
            {
                var time = DrainTime.Of(amount, length, rate);
                if (time.Micros == 1L << 52) return;

                (((BigInteger)time.Micros * rate) + time.Fraction).Should().Be((BigInteger)amount * length);
                time.Fraction.Should().BeInRange(0, rate - 1);
                time.ToAmount(length, rate).Should().Be(amount);
            });

    [Fact]
    public void A_time_beyond_a_century_is_cut() => DrainTime.Of(1L << 48, 60_000_000, 1).Micros.Should().Be(1L << 52);

    [Fact]
    public void A_rate_of_nothing_drains_nothing() => DrainTime.Of(10, 60_000_000, 0).Should().Be(default(DrainTime));
}
