using System.Globalization;
using Microsoft.Playwright;

namespace TokenUsage.Browser.Tests;

public sealed class NumberTests(Chromium browser, DashboardSite site) : IClassFixture<DashboardSite>
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_overview_shows_the_numbers_of_the_statistics()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("?range=30d"));
        UsageTotals totals = (await site.Stats.QueryAsync(
            new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(30)) }, Token)).Totals;

        (await FigureAsync(window, "Cost")).Should().Be(totals.PricedUsd!.Value.ToString("C2", English));
        (await ExactAsync(window, "Calls")).Should().Be(totals.Calls.ToString("N0", English));
        (await ExactAsync(window, "Tokens")).Should().Be(totals.Tokens.Total!.Value.ToString("N0", English));
        (await FigureAsync(window, "Success"))
            .Should().Be($"{(100m * totals.Succeeded / totals.Attempts).ToString("F1", English)} %");
        window.HasNoFaults();
    }

    [Fact]
    public async Task The_models_are_those_of_the_statistics_in_their_order()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("models?range=30d"));
        var query = new UsageQuery
        {
            Range = TimeRange.Last(TimeSpan.FromDays(30)),
            GroupBy = [Dimension.Model],
            Top = 12,
        };
        UsageSummary summary = await site.Stats.QueryAsync(query, Token);

        ILocator rows = window.Page.GetByRole(AriaRole.Region, new() { Name = "Usage by model" }).Locator("tbody tr");

        IReadOnlyList<string> names = await rows.Locator("td:nth-child(1)").AllTextContentsAsync();
        IReadOnlyList<string> costs = await rows.Locator("td:nth-child(2)").AllTextContentsAsync();
        names.Should().Equal(summary.Groups.Select(group => group.Key[0]));
        costs.Should().Equal(summary.Groups.Select(group => group.Totals.PricedUsd!.Value.ToString("C2", English)));
    }

    [Fact]
    public async Task What_is_looked_at_survives_a_reload()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("explore"));
        await window.Page.GetByLabel("Time range").SelectOptionAsync("7d");
        await window.DrawnAsync();
        await window.Page.GetByLabel("Time zone").SelectOptionAsync("UTC");
        await window.DrawnAsync();
        await window.Page.GetByLabel("Group by").SelectOptionAsync("user");
        await window.DrawnAsync();
        await window.Page.GetByLabel("Filter, then Enter").FillAsync("model=gpt-4o");
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByText("model = gpt-4o")).ToBeVisibleAsync();
        await window.DrawnAsync();
        string before = await window.Page.Locator("main tbody").Last.InnerTextAsync();

        await window.Page.ReloadAsync();
        await window.DrawnAsync();

        await Assertions.Expect(window.Page.GetByLabel("Time range")).ToHaveValueAsync("7d");
        await Assertions.Expect(window.Page.GetByLabel("Time zone")).ToHaveValueAsync("UTC");
        await Assertions.Expect(window.Page.GetByLabel("Group by")).ToHaveValueAsync("user");
        await Assertions.Expect(window.Page.GetByText("model = gpt-4o")).ToBeVisibleAsync();
        (await window.Page.Locator("main tbody").Last.InnerTextAsync()).Should().Be(before).And.NotBeEmpty();
        window.HasNoFaults();
    }

    private static async Task<string?> FigureAsync(Window window, string title) =>
        await ValueOf(window, title).TextContentAsync();

    private static async Task<string?> ExactAsync(Window window, string title) =>
        await ValueOf(window, title).GetAttributeAsync("title");

    private static ILocator ValueOf(Window window, string title) => window.Page
        .Locator(".figure", new() { Has = window.Page.GetByText(title, new() { Exact = true }) }).Locator(".value");
}
