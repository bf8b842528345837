using CsCheck;
using NodaTime;
using TokenUsage.Admission.Windows;

namespace TokenUsage.Tests.Admission.Windows;

public sealed class CalendarWindowsTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Havana", "America/Santiago", "Africa/Cairo", "Asia/Beirut",
        "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia",
    ];

    private static readonly Gen<QuotaWindow> Windows = Gen.Select(
        Gen.Int[(int)QuotaWindowKind.Hour, (int)QuotaWindowKind.Year],
        Gen.Enum<DayOfWeek>(),
        Gen.Int[1, 31],
        Gen.Int[1, 12],
        Gen.Int[0, Zones.Length - 1],
        (kind, weekStart, day, month, zone) => new QuotaWindow
        {
            Kind = (QuotaWindowKind)kind,
            WeekStart = weekStart,
            AnchorDay = day,
            AnchorMonth = month,
            TimeZone = Zones[zone],
        });

    // Until 2024: later changes of the clocks depend on the age of each library's tables. The proof covers the rest.
    private static readonly Gen<DateTime> Instants = Gen.Long[0, 30L * 365 * 86_400]
        .Select(seconds => new DateTime(1995, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds));

    [Fact]
    public void Windows_begin_and_end_where_another_calendar_library_says() =>
        Gen.Select(Windows, Instants).Sample(
            (window, utc) =>
            {
                CalendarSpan span = Find(window, utc);
                var oracle = new CalendarOracle(window, DateTimeZoneProviders.Tzdb[window.TimeZone]);

                span.Start.Should().Be(Start(oracle, span.LocalStart));
                oracle.StartOf(LocalDateTime.FromDateTime(span.LocalStart)).ToDateTimeUnspecified()
                    .Should().Be(span.LocalStart);
                utc.Should().BeOnOrAfter(span.Start).And.BeBefore(span.End);
            },
            iter: 20_000);

    [Fact]
    public void One_window_ends_where_the_next_begins() =>
        Gen.Select(Windows, Instants).Sample(
            (window, utc) =>
            {
                CalendarSpan span = Find(window, utc);

                Find(window, span.End).Start.Should().Be(span.End);
                Find(window, span.Start).Should().Be(span);
                Find(window, span.End.AddTicks(-1)).Should().Be(span);
            },
            iter: 20_000);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T12:00", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T12:00", 25)]
    [InlineData("Europe/Berlin", "2026-10-26T12:00", 24)]
    [InlineData("America/Havana", "2026-11-01T12:00", 25)]
    [InlineData("America/Santiago", "2026-09-06T12:00", 23)]
    public void A_day_lasts_as_long_as_the_clocks_make_it(string zone, string utc, int hours)
    {
        CalendarSpan span = Find(new QuotaWindow { TimeZone = zone }, Utc(utc));

        (span.End - span.Start).TotalHours.Should().Be(hours);
    }

    [Fact]
    public void A_midnight_that_is_skipped_is_the_first_instant_after_it() =>
        Find(new QuotaWindow { TimeZone = "America/Santiago" }, Utc("2026-09-06T12:00"))
            .Start.Should().Be(Utc("2026-09-06T04:00"));

    [Fact]
    public void A_midnight_that_occurs_twice_is_the_first_of_the_two()
    {
        var day = new QuotaWindow { TimeZone = "America/Havana" };

        Find(day, Utc("2026-11-01T04:30")).Start.Should().Be(Utc("2026-11-01T04:00"));
        Find(day, Utc("2026-11-01T05:30")).Start.Should().Be(Utc("2026-11-01T04:00"));
    }

    [Fact]
    public void A_day_that_a_country_skipped_has_no_window()
    {
        var day = new QuotaWindow { TimeZone = "Pacific/Apia" };

        CalendarSpan before = Find(day, Utc("2011-12-30T09:59"));
        CalendarSpan after = Find(day, before.End);

        before.LocalStart.Should().Be(new DateTime(2011, 12, 29));
        after.LocalStart.Should().Be(new DateTime(2011, 12, 31));
    }

    [Theory]
    [InlineData("2026-02-28T12:00", "2026-02-28")]
    [InlineData("2028-02-28T12:00", "2028-01-31")]
    [InlineData("2026-04-30T00:00", "2026-04-30")]
    [InlineData("2026-05-30T23:59", "2026-04-30")]
    public void An_anchor_day_is_brought_into_shorter_months(string utc, string start) =>
        Find(new QuotaWindow { Kind = QuotaWindowKind.Month, AnchorDay = 31 }, Utc(utc))
            .LocalStart.Should().Be(DateTime.Parse(start, null));

    private static CalendarSpan Find(QuotaWindow window, DateTime utc) =>
        new CalendarWindows(window, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone)).Find(utc);

    private static DateTime Start(CalendarOracle oracle, DateTime local) =>
        oracle.FirstInstantAt(LocalDateTime.FromDateTime(local)).ToDateTimeUtc();

    private static DateTime Utc(string text) =>
        DateTime.SpecifyKind(DateTime.Parse(text, null), DateTimeKind.Utc);
}
