using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class BlockRangeTests
{
    [Fact]
    public void Overshoot_is_measured_in_widths_of_the_range()
    {
        var range = new BlockRange(3);
        range.Include(10);
        range.Include(20);

        range.Overshoot(25, 0).Should().Be(0.5);
        range.Overshoot(7, 0).Should().BeApproximately(0.3, 1e-12);
        range.Overshoot(15, 0).Should().Be(0);
    }

    [Fact]
    public void An_empty_range_finds_nothing_new() => new BlockRange(3).Overshoot(5, 0).Should().Be(0);

    [Fact]
    public void A_range_without_width_makes_the_first_move_ten_widths()
    {
        var range = new BlockRange(3);
        range.Include(5);

        range.Overshoot(6, 0).Should().Be(10);
    }

    [Fact]
    public void A_block_that_is_too_old_takes_its_values_along()
    {
        var range = new BlockRange(3);
        range.Advance(0);
        range.Include(100);
        range.Advance(1);
        range.Include(1);
        range.Advance(3);

        range.High.Should().Be(1);
    }

    [Fact]
    public void A_gap_longer_than_the_memory_empties_it()
    {
        var range = new BlockRange(3);
        range.Advance(0);
        range.Include(100);
        range.Advance(1_000_000);

        range.IsEmpty.Should().BeTrue();
    }
}
