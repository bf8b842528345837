using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TokenUsage.PostgreSql.Tests;

/// <summary>A PostgreSQL server of one's own on a free port, with its data in a temporary folder. Gone afterwards.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly string _programs;
    private readonly string _folder;
    private Process? _process;

    private PostgresServer(string programs, string folder)
    {
        _programs = programs;
        _folder = folder;
        Port = FreePort();
    }

    public int Port { get; }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Password=postgres;Database=postgres;Timeout=10";

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Says why no server can be started here; null when one can.</summary>
    public static string? WhyNot => FindPrograms() is null
        ? "Needs PostgreSQL's programs: apt-get install -y --no-install-recommends postgresql" : null;

    /// <summary>Makes a database cluster and starts its server.</summary>
    /// <param name="isDurable">Whether a commit waits for the disk, as it does in production.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false)
    {
        string programs = FindPrograms() ?? throw new InvalidOperationException(WhyNot);
        string folder = Directory.CreateTempSubdirectory("token-usage-postgres-").FullName;
        var server = new PostgresServer(programs, folder);
        if (IsRoot) await RunAsync("chown", ["postgres:postgres", folder]);
        string password = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(password, "postgres");
        await server.RunAsServerAsync(
            "initdb",
            ["-D", server.Data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync"]);
        await server.RestartAsync(isDurable);
        return server;
    }

    /// <summary>Starts the server on the data it has.</summary>
    public async Task RestartAsync(bool isDurable = false)
    {
        List<string> words = ["-D", Data, "-h", "127.0.0.1", "-p", $"{Port}", "-k", _folder];
        List<string> settings = ["max_connections=200", "shared_buffers=256MB", "max_wal_size=2GB"];
        if (!isDurable) settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        foreach (string setting in settings) words.AddRange(["-c", setting]);
        _process = await StartOnOwnThreadAsync(
            () => Start(Path.Combine(_programs, "postgres"), words, ["--pdeathsig=INT"]));
        _ = DrainAsync(_process.StandardOutput);
        _ = DrainAsync(_process.StandardError);
        await WaitUntilItAnswersAsync();
    }

    /// <summary>Ends the server at once, as the death of its machine does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process) return;
        await RunAsync("kill", ["-QUIT", $"{process.Id}"]); // at once: no checkpoint, and recovery at the next start
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
        }
    }

    private static async Task RunAsync(string program, IReadOnlyList<string> words) =>
        await FinishAsync(program, Start(program, words, null));

    private static async Task FinishAsync(string program, Process process)
    {
        using (process)
        {
            _ = DrainAsync(process.StandardOutput);
            string errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {errors}");
        }
    }

    // The server refuses to run as root, so root gives its rights up first.
    private static Process Start(string program, IReadOnlyList<string> words, string[]? asServer)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (asServer is not null && IsRoot)
        {
            start.FileName = "setpriv";
            string[] rights = ["--reuid=postgres", "--regid=postgres", "--init-groups", .. asServer, "--"];
            foreach (string word in rights) start.ArgumentList.Add(word);
            start.ArgumentList.Add(program);
        }

        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    // The server ends when its parent does; and to the system a parent is the thread that started it, not the process.
    // A thread of the pool comes and goes, so this one stays until the server has ended.
    private static Task<Process> StartOnOwnThreadAsync(Func<Process> start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Process process = start();
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception exception)
            {
                started.TrySetException(exception);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return started.Task;
    }

    private async Task RunAsServerAsync(string program, IReadOnlyList<string> words) =>
        await FinishAsync(program, Start(Path.Combine(_programs, program), words, []));

    private async Task WaitUntilItAnswersAsync()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (IsRunning && Stopwatch.GetElapsedTime(start) < LongestStart)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
