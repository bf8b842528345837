namespace TokenUsage.Admission;

/// <summary>What one call is taken to use: at most, and usually.</summary>
internal readonly record struct CallEstimate
{
    /// <summary>Gets the prompt, at most.</summary>
    public required long Input { get; init; }

    /// <summary>Gets the output, at most.</summary>
    public required long Output { get; init; }

    /// <summary>Gets the output that is usual.</summary>
    public required long ExpectedOutput { get; init; }

    public required PriceCeiling Price { get; init; }

    public QuotaAmounts At(QuotaEstimate mode) => mode switch
    {
        QuotaEstimate.UpperBound => Of(Input, Output),
        QuotaEstimate.Expected => Of(Input, Math.Min(ExpectedOutput, Output)),
        QuotaEstimate.InputOnly => Of(Input, 0),
        _ => default,
    };

    public CallEstimate Plus(TokenCounts more) => this with
    {
        Input = more.Input ?? 0,
        Output = more.Output ?? 0,
        ExpectedOutput = more.Output ?? 0,
    };

    private QuotaAmounts Of(long input, long output) => new()
    {
        InputTokens = input,
        OutputTokens = output,
        Requests = 1,
        NanoUsd = Price.NanoUsdOf(input, output),
    };
}
