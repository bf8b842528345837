using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TokenUsage.Browser.Tests.Chromium))]

namespace TokenUsage.Browser.Tests;

/// <summary>One browser for all tests: the distribution's own, since a download would be another one tomorrow.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Executable => Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null) return;

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Headless = true });
    }

    /// <summary>Opens a window of its own: no other test's cookies, storage or console.</summary>
    public async Task<Window> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        Assert.SkipWhen(
            _browser is null, "There is no Chromium here. Install it: apt-get install -y chromium fonts-dejavu-core");
        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
            TimezoneId = "Europe/Berlin",
            Locale = "en-GB",
        });
        return await Window.OpenAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
