using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TokenUsage.Proofs.Fleet;

/// <summary>Passes bytes to a server, and tears connections when it is told to: both sides see a reset.</summary>
internal sealed class ResettingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _clients = new();
    private readonly int _target;
    private readonly Task _accepting;

    public ResettingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets one connection.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool ResetOne(Random random)
    {
        Socket[] clients = [.. _clients.Keys];
        if (clients.Length == 0) return false;
        Reset(clients[random.Next(clients.Length)]);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (Socket client in _clients.Keys) Reset(client);
        await _accepting;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0); // closing then sends RST
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return;
        }

        socket.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target);
            _clients.TryAdd(client, 0);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (SocketException)
        {
            // The server is away; the client sees its connection closed.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and int length)
            {
                for (int sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Torn.
        }
    }
}
