namespace TokenUsage.Proofs.Capture;

/// <summary>A stream that its caller is waiting on.</summary>
internal sealed class OpenStream
{
    private static readonly byte[] Request =
        """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Count."}]}"""u8.ToArray();

    // All callers read into the same place: their buffers are theirs, and not what is measured.
    private static readonly byte[] Buffer = new byte[16 * 1024];

    private readonly HttpResponseMessage _response;
    private readonly ValueTask<int> _next;

    private OpenStream(HttpResponseMessage response, ValueTask<int> next)
    {
        _response = response;
        _next = next;
    }

    public static async Task<OpenStream> BeginAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.openai.com/v1/chat/completions")
        {
            Content = new ByteArrayContent(Request),
        };
        HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        _ = await stream.ReadAsync(Buffer, cancellationToken);
        return new OpenStream(response, stream.ReadAsync(Buffer, cancellationToken));
    }

    public async Task EndAsync()
    {
        await _next;
        _response.Dispose();
    }
}
