namespace TokenUsage.Tests.Usage;

public sealed class TokenCountsTests
{
    [Fact]
    public void Adding_unknown_to_known_keeps_the_known_part()
    {
        var sum = new TokenCounts { Input = 3 } + new TokenCounts { Input = 4, Output = 5 };

        sum.Should().Be(new TokenCounts { Input = 7, Output = 5 });
        sum.Reasoning.Should().BeNull();
    }

    [Fact]
    public void Zero_stays_zero_and_unknown_stays_unknown()
    {
        var sum = new TokenCounts { Input = 0 } + default(TokenCounts);

        sum.Input.Should().Be(0);
        sum.Output.Should().BeNull();
    }

    [Fact]
    public void A_sum_that_does_not_fit_is_an_error_and_not_a_negative_number()
    {
        var huge = new TokenCounts { Input = long.MaxValue };

        FluentActions.Invoking(() => huge + new TokenCounts { Input = 1 }).Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue, TokenCounts.MaxPerCall)]
    public void Absurd_counts_are_brought_into_range(long stated, long kept) =>
        new TokenCounts { Output = stated }.Clamp().Output.Should().Be(kept);
}
