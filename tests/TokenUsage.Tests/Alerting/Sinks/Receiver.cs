using System.Net;
using System.Text;

namespace TokenUsage.Tests.Alerting.Sinks;

/// <summary>A loopback server that takes webhooks and answers as it is told.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public Receiver()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
    }

    public Uri Url { get; }

    /// <summary>Takes one request.</summary>
    public async Task<(string Body, IReadOnlyDictionary<string, string?> Headers)> TakeAsync(
        int status = 200, string? location = null)
    {
        HttpListenerContext context = await _listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        Dictionary<string, string?> headers = context.Request.Headers.AllKeys
            .ToDictionary(name => name!, name => context.Request.Headers[name]);
        context.Response.StatusCode = status;
        if (location is not null) context.Response.RedirectLocation = location;
        context.Response.Close();
        return (body, headers);
    }

    public void Dispose() => _listener.Close();
}
