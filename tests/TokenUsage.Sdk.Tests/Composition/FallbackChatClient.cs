using System.ClientModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>Asks a second model when the first one refuses, as many applications do.</summary>
internal sealed class FallbackChatClient(IChatClient first, IChatClient second) : DelegatingChatClient(first)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (ClientResultException)
        {
            return await second.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<ChatResponseUpdate> updates =
            base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool any;
        try
        {
            any = await updates.MoveNextAsync();
        }
        catch (ClientResultException)
        {
            await updates.DisposeAsync();
            updates = second.GetStreamingResponseAsync(messages, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            any = await updates.MoveNextAsync();
        }

        await using IAsyncEnumerator<ChatResponseUpdate> closing = updates;
        for (; any; any = await updates.MoveNextAsync()) yield return updates.Current;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) second.Dispose();
        base.Dispose(disposing);
    }
}
