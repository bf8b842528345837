using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TokenUsage.Tests.Capture;

/// <summary>A provider on this machine that streams chat answers in OpenAI's form and keeps its own bill.</summary>
internal sealed class BillingProvider : IAsyncDisposable
{
    private const decimal InputPerMillion = 2.5m;
    private const decimal OutputPerMillion = 10m;

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly Lock _gate = new();
    private readonly List<Task> _answers = [];
    private int _calls;

    public BillingProvider()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/v1");
        }

        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public decimal BilledUsd { get; private set; }

    public int Calls => _calls;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_answers);
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                lock (_gate) _answers.Add(Task.Run(() => AnswerAsync(context)));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using JsonDocument request = await JsonDocument.ParseAsync(context.Request.InputStream);
        int cap = request.RootElement.GetProperty("max_completion_tokens").GetInt32();
        int call = Interlocked.Increment(ref _calls);
        int input = request.RootElement.GetProperty("messages").GetRawText().Length / 4;
        int output = call % 3 == 0 ? cap : cap * (call % 7 + 1) / 8; // every third call uses all it may

        // Billed before the first byte: a provider charges for what it makes, not for what is read.
        lock (_gate) BilledUsd += ((input * InputPerMillion) + (output * OutputPerMillion)) / 1_000_000m;

        context.Response.ContentType = "text/event-stream";
        context.Response.SendChunked = true;
        await using Stream body = context.Response.OutputStream;
        for (int i = 0; i < 10; i++) await WriteAsync(body, """[{"index":0,"delta":{"content":"words "}}]""", "null");

        await WriteAsync(body, """[{"index":0,"delta":{},"finish_reason":"stop"}]""", "null");
        string usage = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"prompt_tokens\":{input},\"completion_tokens\":{output},\"total_tokens\":{input + output}}}");
        await WriteAsync(body, "[]", usage);
        await body.WriteAsync("data: [DONE]\n\n"u8.ToArray());
    }

    private static async Task WriteAsync(Stream body, string choices, string usage)
    {
        string chunk = $"data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\","
            + $"\"choices\":{choices},\"usage\":{usage}}}\n\n";
        await body.WriteAsync(Encoding.UTF8.GetBytes(chunk));
        await body.FlushAsync();
    }
}
