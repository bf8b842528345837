using System.Text;
using System.Text.RegularExpressions;
using TokenUsage.Reports.Html;

namespace TokenUsage.Reports.Tests.Html;

public sealed class HtmlReportFormatTests
{
    [Fact]
    public async Task A_page_fetches_nothing()
    {
        string page = await WriteAsync(AnyReport.Of());

        Regex.Matches(page, "(src|href)=\"(?!#)").Should().BeEmpty();
        page.Should().NotContain("<script").And.NotContain("url(");
    }

    [Fact]
    public async Task A_name_that_is_markup_is_shown_and_not_run()
    {
        string page = await WriteAsync(AnyReport.Of(user: "<img onerror=alert(1)>"));

        page.Should().NotContain("<img").And.Contain("&lt;img onerror=alert(1)&gt;");
    }

    [Fact]
    public async Task Every_entry_of_the_contents_leads_to_a_chapter()
    {
        string page = await WriteAsync(AnyReport.Of());

        IEnumerable<string> targets = Regex.Matches(page, "href=\"#([^\"]+)\"").Select(m => m.Groups[1].Value);
        targets.Should().NotBeEmpty().And.OnlyContain(target => page.Contains($"id=\"{target}\""));
    }

    [Fact]
    public async Task The_same_report_gives_the_same_bytes() =>
        (await WriteAsync(AnyReport.Of())).Should().Be(await WriteAsync(AnyReport.Of()));

    private static async Task<string> WriteAsync(UsageReport report)
    {
        using var output = new MemoryStream();
        await new HtmlReportFormat().WriteAsync(report, output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
