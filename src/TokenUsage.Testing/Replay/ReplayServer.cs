using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace TokenUsage.Testing.Replay;

/// <summary>A provider on the loopback interface that answers as a script tells it, and keeps its own books.</summary>
/// <remarks>
/// Clients keep their true addresses: <see cref="CreateHandler"/> makes the handler that carries every host's traffic
/// here. So what an application does to a real provider is what it does to this one.
/// </remarks>
public sealed class ReplayServer : IAsyncDisposable
{
    private readonly Func<ReplayRequest, ReplayAnswer> _script;
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    private ReplayServer(Func<ReplayRequest, ReplayAnswer> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets where the server listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Gets the provider's books.</summary>
    public ReplayLedger Ledger { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="script">Answers a request. Called from several connections at once.</param>
    public static ReplayServer Start(Func<ReplayRequest, ReplayAnswer> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new ReplayServer(script);
    }

    /// <summary>Makes a primary handler from which every address leads to this server.</summary>
    public HttpMessageHandler CreateHandler() => new ReplayHandler(EndPoint);

    /// <summary>Stops the server; connections that are open are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                Task serving = ServeAsync(socket);
                _connections.TryAdd(serving, true);
                _ = serving.ContinueWith(
                    done => _connections.TryRemove(done, out _), CancellationToken.None,
                    TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server has been stopped, perhaps between two connections.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        await using ConfiguredAsyncDisposable closing = stream.ConfigureAwait(false);
        using var connection = new ReplayConnection(stream);
        try
        {
            while (await connection.ReadAsync(_stop.Token).ConfigureAwait(false) is { } request)
            {
                ReplayAnswer answer = _script(request);
                Ledger.Enter(answer.Billed);
                await answer.Held.WaitAsync(_stop.Token).ConfigureAwait(false);
                await connection.WriteAsync(answer, _stop.Token).ConfigureAwait(false);
                if (answer.BreaksOff) return;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone, or the server has been stopped.
        }
    }
}
