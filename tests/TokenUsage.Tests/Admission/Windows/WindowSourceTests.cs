using TokenUsage.Admission;
using TokenUsage.Admission.Windows;

namespace TokenUsage.Tests.Admission.Windows;

public sealed class WindowSourceTests
{
    private static readonly long Noon = UnixMicros.Of(new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void The_same_window_object_serves_every_call_in_it()
    {
        WindowSource source = WindowSource.For(new QuotaWindow());

        source.At(Noon + 1).Should().BeSameAs(source.At(Noon));
    }

    [Fact]
    public void A_window_is_named_after_its_local_start()
    {
        WindowSource source = WindowSource.For(new QuotaWindow { Kind = QuotaWindowKind.Week });

        source.At(Noon).Id.Should().Be(20261116002);
    }

    [Fact]
    public void Days_and_months_that_begin_together_have_different_names()
    {
        long first = UnixMicros.Of(new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc));

        WindowSource.For(new QuotaWindow()).At(first).Id
            .Should().NotBe(WindowSource.For(new QuotaWindow { Kind = QuotaWindowKind.Month }).At(first).Id);
    }

    [Fact]
    public void Going_back_in_time_gives_the_earlier_window()
    {
        WindowSource source = WindowSource.For(new QuotaWindow());
        LedgerWindow today = source.At(Noon);

        source.At(today.StartMicros - 1).EndMicros.Should().Be(today.StartMicros);
    }

    [Fact]
    public void A_window_for_ever_has_no_end() =>
        UnixMicros.ToTime(WindowSource.For(QuotaWindow.Lifetime).At(Noon).EndMicros).Should().BeNull();
}
