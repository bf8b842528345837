using System.Globalization;
using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Tests.Content;

public sealed class AmountsTests
{
    [Theory]
    [InlineData("1284.1", "$1,284.10")]
    [InlineData("0.0042", "$0.0042")]
    [InlineData("0.00000456", "$0.0000046")]
    [InlineData("0", "$0.00")]
    [InlineData("-3.5", "−$3.50")]
    public void Money_has_cents_above_a_cent_and_two_digits_below(string usd, string shown) =>
        Amounts.Usd(decimal.Parse(usd, CultureInfo.InvariantCulture)).Should().Be(shown);

    [Fact]
    public void What_is_not_known_is_no_zero() => Amounts.Usd(null).Should().Be("unpriced");

    [Theory]
    [InlineData(1_280_000, "1.28 M")]
    [InlineData(9_999, "9,999")]
    [InlineData(12_340, "12.3 k")]
    public void Large_counts_are_shortened(long count, string shown) => Amounts.Short(count).Should().Be(shown);
}
