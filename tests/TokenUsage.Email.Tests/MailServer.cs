using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TokenUsage.Email.Tests;

/// <summary>A real SMTP server, Debian's python3-aiosmtpd, that writes what it takes to its output.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private MailServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<MailServer> StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(await HasServerAsync(cancellationToken), "python3-aiosmtpd is not installed.");
        int port = FreePort();
        Process process = Start("-u", "-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{port}");
        while (!await AnswersAsync(port, cancellationToken)) await Task.Yield();
        return new MailServer(process, port);
    }

    /// <summary>Reads what the server has taken, up to the end of one message.</summary>
    public async Task<string> ReadMessageAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("END MESSAGE", StringComparison.Ordinal)) break;
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> HasServerAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Python)) return false;
        using Process probe = Start("-c", "import aiosmtpd");
        await probe.WaitForExitAsync(cancellationToken);
        return probe.ExitCode == 0;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Python, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
