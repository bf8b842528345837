using System.Text.Json;
using Microsoft.Playwright;

namespace TokenUsage.Browser.Tests;

public sealed class PageTests(Chromium browser, DashboardSite site) : IClassFixture<DashboardSite>
{
    private const int PhoneWidth = 390;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages() => new()
    {
        { "", "Overview" },
        { "explore", "Explore" },
        { "users", "Users" },
        { "models", "Models" },
        { "features", "Features and agents" },
        { "quotas", "Quotas" },
        { "alerts", "Alerts" },
        { "insights", "Insights" },
        { "live", "Live" },
        { "health", "Health" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_loads_without_a_fault_and_everybody_can_use_it(string page, string title)
    {
        string axe = await Repository.ReadAxeAsync(Token);
        string name = page.Length == 0 ? "overview" : page;
        List<string> violations = [];
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using Window window = await browser.OpenAsync(scheme);
            await window.GoAsync(site.Address(page + "?range=30d"));
            (await window.Page.Locator("h1").TextContentAsync()).Should().Be(title);
            await window.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)"); // charts are drawn in a frame
            if (page == "live") await Assertions.Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await ShootAsync(window, $"{name}-{scheme.ToString().ToLowerInvariant()}");
            violations.AddRange(await CheckAsync(window, axe, scheme.ToString()));
            window.HasNoFaults();
        }

        violations.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_phone(string page, string title)
    {
        await using Window window = await browser.OpenAsync(width: PhoneWidth, height: 844);
        await window.GoAsync(site.Address(page + "?range=30d"));
        await ShootAsync(window, $"{(page.Length == 0 ? "overview" : page)}-phone");

        int width = await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");

        width.Should().BeLessThanOrEqualTo(PhoneWidth, $"{title} would have to be moved sideways");
        window.HasNoFaults();
    }

    private static async Task ShootAsync(Window window, string name) => await window.Page.ScreenshotAsync(
        new() { Path = Repository.Picture(name), FullPage = true });

    private static async Task<IEnumerable<string>> CheckAsync(Window window, string axe, string where)
    {
        await window.Page.EvaluateAsync(axe);
        JsonElement found = await window.Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run()).violations.flatMap((v) =>
              v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)} ${node.any.map((a) => a.message).join(" ")}`))
            """);
        return found.EnumerateArray().Select(text => $"{where} {text.GetString()}");
    }
}
