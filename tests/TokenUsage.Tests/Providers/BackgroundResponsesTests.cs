using System.Globalization;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class BackgroundResponsesTests
{
    private static readonly BackgroundStart Start =
        new(Guid.NewGuid(), Attempt: 3, UsageDimensions.None, RequestedModel: "gpt-5");

    [Fact]
    public void The_first_who_asks_is_told_who_began_it_and_nobody_after_him_may_bill()
    {
        var responses = new BackgroundResponses();
        responses.Await("a", Start);

        responses.TryBill("a", out BackgroundStart? start).Should().BeTrue();
        start.Should().BeSameAs(Start);
        responses.TryBill("a", out start).Should().BeFalse();
        start.Should().BeNull();
    }

    [Fact]
    public void A_beginning_that_is_noticed_after_the_bill_does_not_allow_another()
    {
        var responses = new BackgroundResponses();
        responses.TryBill("a", out _).Should().BeTrue();

        responses.Await("a", Start);

        responses.TryBill("a", out _).Should().BeFalse();
    }

    [Fact]
    public void Only_so_many_are_remembered_and_the_oldest_go_first()
    {
        var responses = new BackgroundResponses();
        for (int i = 0; i <= BackgroundResponses.Capacity; i++) responses.TryBill(Name(i), out _).Should().BeTrue();

        responses.Count.Should().Be(BackgroundResponses.Capacity);
        responses.TryBill(Name(1), out _).Should().BeFalse("it is remembered");
        responses.TryBill(Name(0), out _).Should().BeTrue("it is forgotten");
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
