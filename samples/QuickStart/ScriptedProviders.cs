using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuickStart;

/// <summary>A server on this machine that answers like the providers do, plain and streamed, without asking a model.</summary>
internal sealed class ScriptedProviders : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private ScriptedProviders(Uri address)
    {
        Address = address;
        _listener.Prefixes.Add(address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public static ScriptedProviders Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new ScriptedProviders(new Uri($"http://127.0.0.1:{port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        string path = context.Request.Url!.AbsolutePath;
        bool streams = body.Contains("\"stream\":true", StringComparison.Ordinal)
            || path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);

        string? answer = ScriptedAnswers.Find(path, streams);
        HttpListenerResponse response = context.Response;
        response.StatusCode = answer is null ? 404 : 200;
        response.ContentType = streams ? "text/event-stream" : "application/json";
        response.SendChunked = true;
        foreach (string part in (answer ?? "{}").Split("\n\n"))
        {
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(streams ? part + "\n\n" : part));
            await response.OutputStream.FlushAsync();
        }

        response.Close();
    }
}
