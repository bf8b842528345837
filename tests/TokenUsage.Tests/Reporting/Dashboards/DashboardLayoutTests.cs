using TokenUsage.Reporting.Dashboards;
using TokenUsage.Reporting.Dashboards.Widgets;

namespace TokenUsage.Tests.Reporting.Dashboards;

public sealed class DashboardLayoutTests
{
    private static readonly IReadOnlyList<IDashboardWidget> All =
    [
        new SentenceWidget(), new FiguresWidget(), new CoverageWidget(), new ChartWidget(), new ConsumersWidget(),
        new QuotasWidget(), new AlertsWidget(), new TailWidget(),
    ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 10)]
    [InlineData(80, 24)]
    [InlineData(119, 24)]
    [InlineData(200, 50)]
    public void No_line_leaves_the_screen(int width, int height)
    {
        string[] lines = Render(All, new DashboardSize(width, height)).Split('\n');

        lines.Length.Should().BeLessThanOrEqualTo(height);
        lines.Should().OnlyContain(line => TerminalText.CellsOf(line) <= width);
    }

    [Fact]
    public void The_sentence_says_how_things_are()
    {
        Render(All, new DashboardSize(80, 24)).Should()
            .StartWith("≈$41.20 today, 18 % below the usual Tuesday; month ends at $1,180 ± 90; 1 alert");
    }

    [Fact]
    public void A_screen_of_24_lines_has_room_for_every_widget()
    {
        Render(All, new DashboardSize(80, 24)).Should()
            .ContainAll("cost 24h", "reported", "Cost an hour", "Top users", "Quotas", "Alerts (1)", "Latest calls");
    }

    [Fact]
    public void A_wide_screen_shows_two_widgets_side_by_side()
    {
        Render(All, new DashboardSize(200, 50)).Split('\n').Should()
            .Contain(line => line.Contains("Top users") && line.Contains("Quotas"));
    }

    [Fact]
    public void A_name_cannot_steer_the_terminal()
    {
        string text = DashboardLayout.Render(All, AnyReading.Of("a\e[2J\r\n"), new DashboardSize(80, 24));

        text.Should().Contain("a?[2J??").And.NotContain("\e");
    }

    [Fact]
    public void Colour_is_used_only_where_it_is_wanted()
    {
        Render(All, new DashboardSize(80, 24, UseColour: true)).Should().Contain("\e[");
    }

    [Fact]
    public void A_widget_that_fails_leaves_the_others()
    {
        string text = Render([new FailingWidget(), new SentenceWidget()], new DashboardSize(80, 5));

        text.Should().Contain("failing: InvalidOperationException").And.Contain("today");
    }

    private static string Render(IReadOnlyList<IDashboardWidget> widgets, DashboardSize size) =>
        DashboardLayout.Render(widgets, AnyReading.Of(), size);
}
