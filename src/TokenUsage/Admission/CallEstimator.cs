namespace TokenUsage.Admission;

/// <summary>Says what calls may use before they are made, and what they are charged after.</summary>
internal sealed class CallEstimator(ICallCeilings ceilings, OutputHistory history, QuotaOptions options)
{
    // No model's window is smaller, so that the limit need not be looked up.
    private const long PlainInput = 4_096;

    // Only where nobody can say more: the prices of the catalogue know what PricingOptions decided.
    private const decimal UnknownUsdPerMillion = 200m;

    /// <summary>Says what a call may use. Price and history are looked up only where a quota asks for them.</summary>
    public CallEstimate Estimate(in AdmissionRequest call, bool countsMoney, bool expectsOutput)
    {
        TokenCounts stated = call.Estimate.Clamp();
        TokenCounts most = stated is { Input: <= PlainInput, Output: not null }
            ? stated
            : ceilings.FindLimits(call.Provider, call.Model);
        return new CallEstimate
        {
            // A prompt is measured in bytes, which files swell; the model takes no more than it can.
            Input = Math.Min(stated.Input ?? most.Input ?? options.AssumedInputTokens, most.Input ?? long.MaxValue),
            Output = stated.Output ?? ((most.Output ?? options.AssumedOutputTokens) * call.Answers),
            ExpectedOutput = expectsOutput ? history.Expect(call.Provider, call.Model) : OutputHistory.Floor,
            Price = countsMoney ? ceilings.FindPrice(call.Provider, call.Model) ?? UnpricedCeiling : default,
        };
    }

    private static PriceCeiling UnpricedCeiling => new()
    {
        InputUsdPerMillion = UnknownUsdPerMillion,
        OutputUsdPerMillion = UnknownUsdPerMillion,
    };

    /// <summary>
    /// Gets what an ended call is charged. What is not known after dispatch counts as estimated, never as zero.
    /// </summary>
    public QuotaAmounts Charge(
        in CallEstimate estimate,
        TokenCounts actual,
        bool countsMoney,
        CostStatus status,
        decimal? usd,
        CallOutcome outcome)
    {
        if (outcome is CallOutcome.Cached or CallOutcome.Refused) return default;

        bool hasFailedSilently = outcome == CallOutcome.Failed && actual.Input is null && actual.Output is null;
        if (hasFailedSilently && options.OnUnknownUsage == UnknownUsage.Zero) return new QuotaAmounts { Requests = 1 };

        bool isOutputZero = hasFailedSilently && options.OnUnknownUsage == UnknownUsage.Input;
        long input = actual.Input ?? estimate.Input;
        long output = actual.Output ?? (isOutputZero ? 0 : estimate.Output);
        return new QuotaAmounts
        {
            InputTokens = input,
            OutputTokens = output,
            Requests = 1,
            NanoUsd = countsMoney ? MoneyOf(estimate.Price, input, output, status, usd) : 0,
        };
    }

    private static long MoneyOf(in PriceCeiling price, long input, long output, CostStatus status, decimal? usd) =>
        status is CostStatus.Free or CostStatus.Included
            ? 0
            : usd is { } known ? QuotaScale.ToNanoUsd(known) : price.NanoUsdOf(input, output);
}
