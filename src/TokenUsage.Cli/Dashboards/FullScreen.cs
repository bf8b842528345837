using System.Text;

namespace TokenUsage.Cli.Dashboards;

/// <summary>The terminal's second screen: what was on the first comes back when this is disposed.</summary>
internal sealed class FullScreen : IAsyncDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ToLineEnd = "\e[K";
    private const string ToScreenEnd = "\e[J";
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stream _output = Console.OpenStandardOutput();

    public FullScreen() => _output.Write(Encoding.UTF8.GetBytes(Enter));

    /// <summary>Draws over what was there, in one write: clearing first would flicker.</summary>
    public async ValueTask DrawAsync(string text, CancellationToken cancellationToken)
    {
        string lines = text.Replace("\n", ToLineEnd + "\r\n", StringComparison.Ordinal);
        string screen = Home + lines + ToLineEnd + ToScreenEnd;
        await _output.WriteAsync(Encoding.UTF8.GetBytes(screen), cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    /// <summary>Waits for <c>q</c>, Escape or Ctrl+C.</summary>
    public static async Task WaitForQuitAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape) return;
            }

            await Task.Delay(KeyInterval, TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _output.WriteAsync(Encoding.UTF8.GetBytes(Leave));
        await _output.DisposeAsync();
    }
}
