using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Sees each call of a chat client. Where the HTTP handler sees the same call, the handler's record stands.</summary>
internal sealed partial class TokenUsageChatClient : DelegatingChatClient
{
    private readonly CallObserver _observer;
    private readonly CaptureOptions _options;
    private readonly string _provider;
    private readonly string? _defaultModel;
    private readonly ILogger _logger;
    private readonly bool _isMeasured;
    private readonly OuterTelemetry _outer = new();

    // What stands further in and should not; told of at the first call that is miscounted for it.
    private string? _misplaced;

    // Set once a call was seen further in: from then on a call that is not seen there was answered on the way.
    private volatile bool _isCovered;

    public TokenUsageChatClient(
        IChatClient innerClient, CallObserver observer, CaptureOptions options, ILogger<TokenUsageChatClient> logger)
        : base(innerClient)
    {
        _observer = observer;
        _options = options;
        var metadata = innerClient.GetService<ChatClientMetadata>();
        _provider = metadata?.ProviderName ?? "unknown";
        _defaultModel = metadata?.DefaultModelId;
        _isMeasured = innerClient.GetService<OpenTelemetryChatClient>() is not null;
        _isCovered = innerClient.GetService<TokenUsageChatClient>() is not null;
        _logger = logger;
        _misplaced = _isCovered ? null : FindMisplaced(innerClient);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!_observer.IsOn)
            return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);

        OperationScope scope = _observer.OpenScope(_isMeasured || _outer.IsThere);
        CallObservation call = Begin(scope, options);
        OperationScope.Current = scope;
        try
        {
            Measure(call, messages);
            if (AsksQuotas)
            {
                options = await AdmitAsync(call, scope, messages, options, cancellationToken).ConfigureAwait(false);
            }

            call.IsDispatched = true;
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken)
                .ConfigureAwait(false);
            Observe(call, response);
            call.End(Outcome(scope));
            return response;
        }
        catch (Exception exception)
        {
            call.EndWith(exception);
            throw;
        }
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) => _observer.IsOn
        ? ObserveStreamAsync(messages, options, cancellationToken)
        : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> ObserveStreamAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OperationScope scope = _observer.OpenScope(_isMeasured || _outer.IsThere);
        using var call = new CallEnding(Begin(scope, options));
        Measure(call.Observation, messages);
        if (_observer.Estimator.ReadsText) call.Observation.Received = new ReceivedText(_observer.Estimator);
        if (AsksQuotas)
        {
            options = await AdmitAsync(call.Observation, scope, messages, options, cancellationToken)
                .ConfigureAwait(false);
        }

        call.Observation.IsDispatched = true;
        OperationScope.Current = scope;
        IAsyncEnumerator<ChatResponseUpdate> updates =
            base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable closing = updates.ConfigureAwait(false);
        while (true)
        {
            // Again each time: what an iterator sets in the flow is gone after its first yield.
            OperationScope.Current = scope;
            if (!await call.MoveNextAsync(updates).ConfigureAwait(false)) break;

            Observe(call.Observation, updates.Current);
            yield return updates.Current;

            if (_options.CutAtLimit && await CutAsync(call.Observation, scope, cancellationToken).ConfigureAwait(false))
            {
                call.Observation.End(CallOutcome.Interrupted, CallObserver.QuotaExceeded);
                yield return CutUpdate(updates.Current);
                yield break;
            }
        }

        call.Observation.End(Outcome(scope));
    }

    private CallObservation Begin(OperationScope scope, ChatOptions? options)
    {
        CallObservation call = _observer.Begin(_provider, "chat", _options, scope);
        call.Entry.OperationId = scope.Id;
        call.Entry.RequestedModel = options?.ModelId ?? _defaultModel;
        call.MaxOutput = options?.MaxOutputTokens;
        return call;
    }

    // The text is looked at again only if the call breaks off: the prompt is the caller's, and nothing of it is copied.
    private void Measure(CallObservation call, IEnumerable<ChatMessage> messages)
    {
        call.SentLength = ChatText.Length(messages);
        ITokenEstimator estimator = _observer.Estimator;
        if (estimator.ReadsText)
            call.CountSent = model => ChatText.Tokens(messages, estimator, call.Entry.Provider, model);
    }

    // Something between here and the model has answered, and that is a cache.
    private CallOutcome Outcome(OperationScope scope)
    {
        if (scope.IsCovered)
        {
            _isCovered = true;
            return CallOutcome.Success;
        }

        if (_isCovered) return CallOutcome.Cached;
        if (_misplaced is not null) WarnOfWrongOrder();
        return CallOutcome.Success;
    }

    private void WarnOfWrongOrder()
    {
        if (Interlocked.Exchange(ref _misplaced, null) is { } client) _logger.WrongOrder(client);
    }

    private static string? FindMisplaced(IChatClient inner)
    {
        if (inner.GetService<FunctionInvokingChatClient>() is not null) return nameof(FunctionInvokingChatClient);
        return inner.GetService<CachingChatClient>() is not null ? nameof(CachingChatClient) : null;
    }

    private static void Observe(CallObservation call, ChatResponse response)
    {
        call.Entry.Model = response.ModelId;
        call.Entry.ResponseId = response.ResponseId;
        if (response.Usage is { } usage) call.Entry.Tokens = UsageDetailsReader.Read(usage);
    }

    private static void Observe(CallObservation call, ChatResponseUpdate update)
    {
        call.Entry.Model ??= update.ModelId;
        call.Chunk();
        call.Entry.ResponseId ??= update.ResponseId;
        foreach (AIContent content in update.Contents)
        {
            // By the abstraction's contract several usages of one stream are parts of a sum.
            if (content is UsageContent usage) call.Entry.Tokens += UsageDetailsReader.Read(usage.Details);
            else Receive(call, content);
        }
    }

    private static void Receive(CallObservation call, AIContent content)
    {
        if (ChatText.Text(content) is not { } text) return;

        call.ReceivedLength += text.Length;
        call.Received?.Append(call.Entry.Provider, call.Entry.Model ?? call.Entry.RequestedModel, text);
    }
}
