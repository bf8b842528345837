using System.Net;
using System.Net.Sockets;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Connects webhooks: the address that was checked is the one that is connected to.</summary>
/// <remarks>
/// A check of the URL alone would ask DNS twice, and the second answer may be another. Redirects are not followed, proxies
/// and cookies not used.
/// </remarks>
internal sealed class SafeConnection(
    bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve =
        resolve ?? ((host, token) => Dns.GetHostAddressesAsync(host, token));

    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1), // a name that moves is followed, and checked again
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await _resolve(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] open = [.. addresses.Where(address => allowPrivate || AddressRules.IsPublic(address))];
        if (open.Length == 0 || open.Length < addresses.Length)
        {
            throw new AlertSinkException(
                "The webhook's host has an address that is not public. Set AllowPrivateAddresses where that is meant.",
                isPermanent: false);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
