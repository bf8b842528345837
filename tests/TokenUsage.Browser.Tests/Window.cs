using Microsoft.Playwright;

namespace TokenUsage.Browser.Tests;

/// <summary>One window of the browser, and everything in it that should not have happened.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Note($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Note($"exception: {error}");
        page.Dialog += (_, dialog) =>
        {
            Note($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.RequestFailed += (_, request) => Note($"request failed: {request.Url} {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400) Note($"{response.Status}: {response.Url}");
        };
    }

    public IPage Page { get; }

    public static async Task<Window> OpenAsync(IBrowserContext context) =>
        new(context, await context.NewPageAsync());

    /// <summary>Goes to an address, and waits until the page has drawn its numbers.</summary>
    public async Task GoAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await DrawnAsync();
    }

    public async Task DrawnAsync() =>
        await Assertions.Expect(Page.Locator("main[aria-busy=false] h1")).ToBeVisibleAsync(new() { Timeout = 30_000 });

    public void HasNoFaults()
    {
        lock (_faults) _faults.Should().BeEmpty();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    // What a page that is left had still asked for is no fault.
    private void Note(string fault)
    {
        if (fault.Contains("ERR_ABORTED", StringComparison.Ordinal)) return;
        lock (_faults) _faults.Add(fault);
    }
}
