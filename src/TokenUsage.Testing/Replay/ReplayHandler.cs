using System.Net;
using System.Net.Sockets;

namespace TokenUsage.Testing.Replay;

/// <summary>Stands where the connection to the internet stands, and carries every host's traffic to one end point.</summary>
/// <remarks>In the clear: an <c>https</c> address is sent as <c>http</c>, and put back before the caller sees it again.</remarks>
internal sealed class ReplayHandler : DelegatingHandler
{
    public ReplayHandler(IPEndPoint server)
        : base(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (_, cancellationToken) => ConnectAsync(server, cancellationToken),
        })
    {
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri? address = ToClear(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = address;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri? address = ToClear(request);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.RequestUri = address;
        }
    }

    private static Uri? ToClear(HttpRequestMessage request)
    {
        Uri? address = request.RequestUri;
        if (address?.Scheme == Uri.UriSchemeHttps)
        {
            request.RequestUri = new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = 80 }.Uri;
        }

        return address;
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
