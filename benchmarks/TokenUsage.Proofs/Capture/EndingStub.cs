using System.Net;

namespace TokenUsage.Proofs.Capture;

/// <summary>A provider whose stream can fail wherever it is told to.</summary>
internal sealed class EndingStub : HttpMessageHandler
{
    private static readonly byte[] Answer = (
        """data: {"id":"c","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"One two three."}}]}"""
        + "\n\n"
        + """data: {"id":"c","model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}"""
        + "\n\ndata: [DONE]\n\n").Select(c => (byte)c).ToArray();

    /// <summary>Runs before a request is answered.</summary>
    public Action? Answering { get; set; }

    public bool FailsToSend { get; set; }

    public bool BreaksOff { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Answering?.Invoke();
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (FailsToSend) throw new HttpRequestException(HttpRequestError.ConnectionError);

        byte[] body = BreaksOff ? Answer[..(Answer.Length / 2)] : Answer;
        var next = BreaksOff ? Task.FromException<int>(new IOException("cut off")) : Task.FromResult(0);
        var content = new StreamContent(new HeldStream(body, next));
        content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
