using Microsoft.Extensions.AI;

namespace TokenUsage.Capture;

internal sealed partial class TokenUsageChatClient
{
    private const int LeastOutput = 16;
    private const int LeastGrowth = 64;
    private const int MostTries = 3;

    // Where an inner observer is known to be, that one asks: it sees what is really sent.
    private bool AsksQuotas => _observer.AsksQuotas && !_isCovered;

    /// <summary>Asks the quotas for a call, and lowers its output cap where that is wanted.</summary>
    /// <returns>The options to call with: the caller's own, or a copy with the lower cap.</returns>
    private async ValueTask<ChatOptions?> AdmitAsync(
        CallObservation call,
        OperationScope scope,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken)
    {
        scope.Holder = call;
        scope.Admitted = call;
        var estimate = new TokenCounts
        {
            Input = ChatEstimate.OfPrompt(messages, options),
            Output = options?.MaxOutputTokens,
        };
        bool mayClamp = _options.AllowPartial || (_options.ClampMaxOutput && options?.MaxOutputTokens is null);
        TimeSpan wait = _options.QuotaWait;
        for (int i = 0; mayClamp && i < MostTries; i++)
        {
            QuotaDecision? refusal = await _observer
                .AdmitAsync(call, estimate, answers: 1, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (refusal is null) return WithCap(options, estimate.Output);

            long room = await _observer.ReadOutputRoomAsync(call, estimate, cancellationToken).ConfigureAwait(false);
            bool isSmaller = room < (estimate.Output ?? long.MaxValue);
            if (room < LeastOutput || !isSmaller) break;

            estimate = estimate with { Output = Math.Min(room, int.MaxValue) };
        }

        if (mayClamp) estimate = estimate with { Output = options?.MaxOutputTokens };
        await call.AdmitAsync(estimate, wait, cancellationToken).ConfigureAwait(false);
        return options;
    }

    private static ChatOptions? WithCap(ChatOptions? options, long? output)
    {
        if (output is not { } cap || cap == options?.MaxOutputTokens) return options;

        ChatOptions copy = options?.Clone() ?? new ChatOptions();
        copy.MaxOutputTokens = (int)cap;
        return copy;
    }

    /// <summary>Holds more for an answer that has grown beyond what is held for it.</summary>
    /// <returns>Whether that was refused, and the answer is to be ended.</returns>
    private async ValueTask<bool> CutAsync(
        CallObservation call, OperationScope scope, CancellationToken cancellationToken)
    {
        // The wire, where it is observed too, holds the quota; the text is counted here.
        CallObservation holder = scope.Admitted ?? call;
        if (holder.Admission is null) return false;

        long received = _observer.EstimateOutput(call);
        if (received < holder.CoveredOutput) return false;

        long growth = Math.Max(LeastGrowth, received - holder.CoveredOutput + 1);
        QuotaDecision? refusal = await _observer.GrowAsync(holder, growth, cancellationToken).ConfigureAwait(false);
        if (refusal is not null) return true;

        holder.CoveredOutput += growth;
        return false;
    }

    private static ChatResponseUpdate CutUpdate(ChatResponseUpdate last) => new(ChatRole.Assistant, content: null)
    {
        FinishReason = ChatFinishReason.Length,
        ResponseId = last.ResponseId,
        MessageId = last.MessageId,
        ModelId = last.ModelId,
    };
}
