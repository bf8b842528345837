using Microsoft.Playwright;

namespace TokenUsage.Browser.Tests;

public sealed class ActionTests(Chromium browser, DashboardSite site) : IClassFixture<DashboardSite>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_live_feed_moves()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("live"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Connected");

        await site.RecordAsync(DashboardSite.Call(TimeProvider.System.GetUtcNow(), "newcomer", "gpt-4o"));

        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("newcomer");
        window.HasNoFaults();
    }

    [Fact]
    public async Task An_alert_is_acknowledged()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("alerts"));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge: team-spend" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();

        await Assertions.Expect(window.Page.GetByText("Acknowledged by dashboard")).ToBeVisibleAsync();
        (await site.Alerts.GetActiveAsync(Token)).Should().Contain(
            alert => alert.Rule == "team-spend" && alert.State == AlertState.Acknowledged);
        window.HasNoFaults();
    }

    [Fact]
    public async Task An_alert_is_resolved()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("alerts"));

        ILocator button = window.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve: latency" });
        await button.ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();

        await Assertions.Expect(button).ToHaveCountAsync(0);
        (await site.Alerts.GetActiveAsync(Token)).Should().NotContain(alert => alert.Rule == "latency");
        window.HasNoFaults();
    }

    [Fact]
    public async Task A_users_limit_is_changed()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("users"));

        ILocator row = window.Page.Locator("tbody tr", new() { HasText = "alice" }).First;
        await row.GetByRole(AriaRole.Button, new() { Name = "Change limit" }).ClickAsync();
        ILocator dialog = window.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Limit").FillAsync("2500000");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change the limit" }).ClickAsync();

        await Assertions.Expect(row).ToContainTextAsync("of 2.50 M");
        (await site.Quotas.GetStatusAsync(new UsageDimensions { User = "alice" }, Token))
            .Should().Contain(status => status.Quota.Name == "user-day" && status.Limit == 2_500_000);
        window.HasNoFaults();
    }

    [Fact]
    public async Task Calls_are_halted_and_resumed()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(site.Address("quotas"));

        await SubmitAsync(window, "Halt calls", "Dimension; empty for every call", "user", "mallory", "It went wild.");
        (await IsAllowedAsync("mallory")).Should().BeFalse();
        await SubmitAsync(window, "Resume calls", "Dimension; empty for every call", "user", "mallory", reason: null);

        (await IsAllowedAsync("mallory")).Should().BeTrue();
        window.HasNoFaults();
    }

    private static async Task SubmitAsync(
        Window window, string title, string label, string dimension, string value, string? reason)
    {
        await window.Page.GetByRole(AriaRole.Button, new() { Name = title + "…" }).ClickAsync();
        ILocator dialog = window.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel(label).FillAsync(dimension);
        await dialog.GetByLabel("Its value").FillAsync(value);
        if (reason is not null) await dialog.GetByLabel("Reason").FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
    }

    private async Task<bool> IsAllowedAsync(string user) => (await site.Quotas.CheckAsync(
        new QuotaRequest
        {
            Id = Guid.CreateVersion7(),
            Provider = "openai",
            Model = "gpt-4o",
            Subject = new UsageDimensions { User = user },
            Estimate = new TokenCounts { Input = 1, Output = 1 },
        },
        Token)).Allowed;
}
