using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using TokenUsage.Admission;

namespace TokenUsage.Capture.Routing;

/// <summary>Sends a call to the first of several models that takes it.</summary>
/// <remarks>
/// Stands outside of the monitoring, so that every attempt, refused ones too, has its record. A stream is routed by its
/// first update: what the caller has seen cannot be taken back.
/// </remarks>
internal sealed class RoutedChatClient(
    IChatClient innerClient, FallbackOptions options, TargetHealth health, ICallCeilings ceilings)
    : DelegatingChatClient(innerClient)
{
    private readonly FallbackTarget[] _targets = [.. options.Targets];

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        CancellationToken cancellationToken = default)
    {
        // Several targets may read them: a sequence that can be read once would be empty for the second.
        IReadOnlyList<ChatMessage> prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        ExceptionDispatchInfo? first = null;
        foreach (FallbackTarget target in InOrder())
        {
            try
            {
                ChatResponse response = await ClientOf(target)
                    .GetResponseAsync(prompt, For(target, chatOptions), cancellationToken).ConfigureAwait(false);
                health.NoteSuccess(target.Model);
                return response;
            }
            catch (Exception exception) when (GoesOn(target, exception, cancellationToken))
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first!.Throw();
        throw first.SourceException;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        IAsyncEnumerator<ChatResponseUpdate>? updates =
            await BeginAsync(prompt, chatOptions, cancellationToken).ConfigureAwait(false);
        if (updates is null) yield break;

        await using ConfiguredAsyncDisposable closing = updates.ConfigureAwait(false);
        do
        {
            yield return updates.Current;
        }
        while (await updates.MoveNextAsync().ConfigureAwait(false));
    }

    /// <summary>Begins a stream, and reads its first update.</summary>
    /// <returns>Null when the stream was empty.</returns>
    private async ValueTask<IAsyncEnumerator<ChatResponseUpdate>?> BeginAsync(
        IReadOnlyList<ChatMessage> prompt, ChatOptions? chatOptions, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? first = null;
        foreach (FallbackTarget target in InOrder())
        {
            IAsyncEnumerator<ChatResponseUpdate> updates = ClientOf(target)
                .GetStreamingResponseAsync(prompt, For(target, chatOptions), cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            try
            {
                bool hasAny = await updates.MoveNextAsync().ConfigureAwait(false);
                health.NoteSuccess(target.Model);
                if (hasAny) return updates;

                await updates.DisposeAsync().ConfigureAwait(false);
                return null;
            }
            catch (Exception exception)
            {
                await updates.DisposeAsync().ConfigureAwait(false);
                if (!GoesOn(target, exception, cancellationToken)) throw;
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first!.Throw();
        return null;
    }

    private IChatClient ClientOf(FallbackTarget target) => target.Client ?? InnerClient;

    private static ChatOptions For(FallbackTarget target, ChatOptions? chatOptions)
    {
        ChatOptions own = chatOptions?.Clone() ?? new ChatOptions();
        own.ModelId = target.Model;
        return own;
    }

    private bool GoesOn(FallbackTarget target, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is QuotaExceededException refusal) return refusal.Quota is not null; // a halt is meant for all
        if (cancellationToken.IsCancellationRequested) return false;

        health.NoteFailure(target.Model);
        return options.OnErrors && exception is not (ArgumentException or NotSupportedException);
    }

    private IEnumerable<FallbackTarget> InOrder()
    {
        IEnumerable<FallbackTarget> ordered = options.Order switch
        {
            RouteOrder.Cheapest => _targets.OrderBy(PriceOf),
            RouteOrder.Fastest => _targets.OrderBy(target => health.SecondsOf(target.Model)),
            RouteOrder.MostReliable => _targets.OrderByDescending(target => health.SuccessOf(target.Model)),
            _ => _targets,
        };

        // Those that are down come last, and are tried all the same when nothing else takes the call.
        return ordered.OrderBy(target => health.IsDown(target.Model));
    }

    // Four words of prompt to one of answer: about what chats are made of.
    private decimal PriceOf(FallbackTarget target)
    {
        string provider = target.Provider ?? ClientOf(target).GetService<ChatClientMetadata>()?.ProviderName ?? "";
        if (ceilings.FindPrice(provider, target.Model) is not { } price) return decimal.MaxValue;

        bool isUnknown = price.IsBlocked || (price.IsFree && price.IsUnpriced);
        return isUnknown ? decimal.MaxValue : (4 * price.InputUsdPerMillion) + price.OutputUsdPerMillion;
    }
}
