using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TokenUsage.Redis.Tests;

/// <summary>A redis-server of our own on a free port of this machine, to be stopped, paused and started at will.</summary>
internal sealed class RedisServer : IDisposable
{
    public const string Missing = "redis-server is not installed: apt-get install redis-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("tokenusage-redis-").FullName;
    private readonly bool _keepsLog;
    private Process? _process;

    public RedisServer(bool keepsLog = false)
    {
        _keepsLog = keepsLog;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        AppDomain.CurrentDomain.ProcessExit += Stop;
    }

    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public int Port { get; }

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("redis-server")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] settings =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder,
            "--save", "", "--appendonly", _keepsLog ? "yes" : "no", "--appendfsync", "always",
        ];
        foreach (string setting in settings) start.ArgumentList.Add(setting);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (int i = 0; !await AnswersAsync(cancellationToken); i++)
        {
            if (i == 200) throw new TimeoutException($"redis-server on port {Port} did not begin to answer.");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends the process as a crash would: nothing is written any more.</summary>
    public void Kill()
    {
        if (_process is null) return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops the process where it stands: connections stay open and nobody answers.</summary>
    public void Pause() => Signal("-STOP");

    public void Resume() => Signal("-CONT");

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private void Stop(object? sender, EventArgs e) => Kill();

    private void Signal(string signal)
    {
        string id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("kill", [signal, id]);
        kill.WaitForExit();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[5];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
