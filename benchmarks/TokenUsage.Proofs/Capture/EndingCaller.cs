using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Proofs.Capture;

/// <summary>Makes calls, and ends each as it is told.</summary>
internal sealed class EndingCaller
{
    private static readonly byte[] Request =
        """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Count."}]}"""u8.ToArray();

    private readonly EndingStub _stub = new();
    private readonly HttpMessageInvoker _http;
    private readonly IChatClient _chat;

    public EndingCaller(TokenMonitor monitor)
    {
        _http = new HttpMessageInvoker(monitor.CreateHandler(_stub));
        _chat = monitor.Observe(new EndingChatClient());
    }

    /// <summary>Makes a call.</summary>
    /// <param name="ending">How it ends.</param>
    /// <param name="reads">How much is read before that.</param>
    public Task CallAsync(CallEndings ending, int reads) => ending >= CallEndings.ChatReadToItsEnd
        ? ChatAsync(ending, reads)
        : WireAsync(ending, reads);

    // Not inlined: what a call leaves must not live on in a register of the loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task WireAsync(CallEndings ending, int reads)
    {
        using var cancellation = new CancellationTokenSource();
        if (ending == CallEndings.CancelledBeforeItsAnswer) _stub.Answering = cancellation.Cancel;
        _stub.FailsToSend = ending == CallEndings.SendingThrows;
        _stub.BreaksOff = ending == CallEndings.ReadingThrows;
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.openai.com/v1/chat/completions")
        {
            Content = new ByteArrayContent(Request),
        };
        try
        {
            HttpResponseMessage response = await _http.SendAsync(request, cancellation.Token);
            if (ending == CallEndings.NeverReadNorDisposed) return;
            if (ending != CallEndings.NeverRead) await ReadAsync(response, ending, reads, cancellation);
            if (ending != CallEndings.LeftAndNeverDisposed) response.Dispose();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // As told.
        }
        finally
        {
            _stub.Answering = null;
        }
    }

    private static async Task ReadAsync(
        HttpResponseMessage response, CallEndings ending, int reads, CancellationTokenSource cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(CancellationToken.None);
        bool toTheEnd = ending is CallEndings.ReadToItsEnd or CallEndings.ReadingThrows;
        var buffer = new byte[64];
        for (int i = 0; toTheEnd || i <= reads; i++)
        {
            if (ending == CallEndings.CancelledInItsAnswer && i == reads) await cancellation.CancelAsync();
            if (await stream.ReadAsync(buffer, cancellation.Token) == 0) return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task ChatAsync(CallEndings ending, int reads)
    {
        string prompt = ending == CallEndings.ChatThrows ? EndingChatClient.FailingPrompt : "Count to three.";
        IAsyncEnumerator<ChatResponseUpdate> updates = _chat.GetStreamingResponseAsync(prompt).GetAsyncEnumerator();
        bool toTheEnd = ending is CallEndings.ChatReadToItsEnd or CallEndings.ChatThrows;
        try
        {
            for (int i = 0; toTheEnd || i <= reads; i++)
            {
                if (!await updates.MoveNextAsync()) break;
            }
        }
        catch (IOException)
        {
            // As told.
        }

        if (ending != CallEndings.ChatNeverDisposed) await updates.DisposeAsync();
    }
}
