using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Azure.Cosmos;

namespace TokenUsage.Cosmos.Tests;

/// <summary>The stand-in for Cosmos DB from npm, on a free port of this machine. It keeps everything in memory.</summary>
public sealed class CosmosServer : IAsyncLifetime
{
    public const string Missing = "@vercel/cosmosdb-server is not installed: npm ci --prefix .ci";

    private static readonly string? Program = Find();

    private Process? _process;

    public static bool IsInstalled => Program is not null;

    public int Port { get; private set; }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"AccountEndpoint=http://127.0.0.1:{Port}/;AccountKey=dGVzdA==");

    public async ValueTask InitializeAsync()
    {
        if (Program is null) return;

        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words =
            [Program, "--no-ssl", "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture)];
        foreach (string word in words) start.ArgumentList.Add(word);
        _process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += Stop;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilItListensAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes the options of a store of its own on this server.</summary>
    internal CosmosStoreOptions Options(StandInHandler handler, bool bulk = false) => new()
    {
        Database = $"test-{Guid.NewGuid():N}",
        Bulk = bulk, // the server cannot read the bulk requests' binary form
        OpenTimeout = TimeSpan.FromMinutes(1), // the machine may be busy with other tests
        CreateClient = options =>
        {
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            options.HttpClientFactory = () => new HttpClient(handler, disposeHandler: false);
            return new CosmosClient(ConnectionString, options);
        },
    };

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        Stop(null, EventArgs.Empty);
        return default;
    }

    private void Stop(object? sender, EventArgs e)
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private async Task UntilItListensAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return;
            }
            catch (SocketException) when (i < 600)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string program = Path.Combine(folder.FullName, ".ci", "node_modules", ".bin", "cosmosdb-server");
            if (File.Exists(program)) return program;
        }

        return null;
    }
}
