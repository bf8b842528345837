using System.Text.Json;
using Microsoft.Playwright;

namespace TokenUsage.Browser.Tests;

public sealed class HostileNameTests(Chromium browser) : IAsyncLifetime
{
    // What the pages are made of. Anything else came out of a name.
    private const string Inspect =
        """
        (kinds) => {
          const faults = [];
          const known = new Set(kinds.split(" "));
          for (const element of document.querySelectorAll("*")) {
            const tag = element.tagName.toLowerCase();
            if (!known.has(tag)) faults.push(`element ${element.outerHTML.slice(0, 120)}`);
            if (element.hasAttribute("href") && tag === "base") faults.push("base");
            for (const { name, value } of element.attributes) {
              if (name.startsWith("on") || name === "srcdoc" || name === "style" && tag !== "div" && tag !== "canvas") {
                faults.push(`attribute ${name}=${value.slice(0, 80)} of ${tag}`);
              }
              if (["href", "src", "action", "formaction", "data", "poster"].includes(name)
                  && new URL(value, location.href).origin !== location.origin) faults.push(`${tag} ${name}=${value}`);
            }
          }
          for (const script of document.scripts) if (!script.src) faults.push("a script in the page");
          if (globalThis.pwned) faults.push("a name ran");
          return faults;
        }
        """;

    private const string Kinds =
        "html head meta title link script body a header strong nav button section label select option input div main "
        + "h1 h2 p dl dt dd svg path figure canvas details summary table caption thead tbody tr th td span ul li pre "
        + "code meter footer noscript dialog";

    private const int MostFilters = 25;

    private readonly DashboardSite _site = new();

    public async ValueTask InitializeAsync()
    {
        await _site.StartAsync();
        DateTimeOffset at = TimeProvider.System.GetUtcNow().AddHours(-2);
        await _site.RecordAsync(HostileNames.All.Select((name, i) => HostileCall(name, at.AddSeconds(i))));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public void There_are_two_hundred_of_them() => HostileNames.All.Should().HaveCount(200).And.OnlyHaveUniqueItems();

    [Theory]
    [InlineData("")]
    [InlineData("explore?by=user")]
    [InlineData("users")]
    [InlineData("models")]
    [InlineData("features")]
    [InlineData("insights?by=user")]
    [InlineData("alerts")]
    public async Task No_page_takes_a_name_for_markup(string page)
    {
        await using Window window = await browser.OpenAsync();

        await window.GoAsync(_site.Address(page));

        await window.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        await NothingRanAsync(window);
    }

    [Fact]
    public async Task Every_name_as_user_and_model_and_feature_is_text_in_the_live_feed()
    {
        await using Window window = await browser.OpenAsync();
        await window.GoAsync(_site.Address("live"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Connected");

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await _site.RecordAsync(HostileNames.All.Select((name, i) => HostileCall(name, now.AddMilliseconds(i))));

        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(HostileNames.All.Count);
        IReadOnlyList<string> users = await window.Page.Locator("tbody td:nth-child(4)").AllTextContentsAsync();
        users.Distinct().Should().BeEquivalentTo(HostileNames.All);
        await NothingRanAsync(window);
    }

    [Fact]
    public async Task Every_name_as_user_and_as_tag_is_text_in_the_address_the_filters_and_the_tables()
    {
        await using Window window = await browser.OpenAsync();
        foreach (string[] names in HostileNames.All.Chunk(MostFilters))
        {
            string users = string.Join('&', names.Select(name => "user=" + Uri.EscapeDataString(name)));
            await window.GoAsync(_site.Address("users?" + users));
            (await window.Page.Locator("tbody tr").CountAsync()).Should().Be(names.Length);
            (await window.Page.Locator(".chips button").CountAsync()).Should().Be(names.Length);
            await NothingRanAsync(window);

            string tag = Uri.EscapeDataString("tag:" + names[0]);
            string tags = string.Join('&', names.Select(name => Uri.EscapeDataString("tag:" + name) + "=1"));
            await window.GoAsync(_site.Address($"explore?by={tag}&{tags}"));
            (await window.Page.Locator(".chips button").CountAsync()).Should().Be(names.Length);
            await NothingRanAsync(window);
        }
    }

    private static async Task NothingRanAsync(Window window)
    {
        JsonElement faults = await window.Page.EvaluateAsync<JsonElement>(Inspect, Kinds);
        faults.EnumerateArray().Select(fault => fault.GetString()).Should().BeEmpty();
        window.HasNoFaults();
    }

    private static UsageRecord HostileCall(string name, DateTimeOffset at)
    {
        UsageRecord call = DashboardSite.Call(at, name, name, name);
        return call with
        {
            Dimensions = call.Dimensions with
            {
                Agent = name,
                Project = name,
                Tags = new Dictionary<string, string> { [name] = name },
            },
        };
    }
}
