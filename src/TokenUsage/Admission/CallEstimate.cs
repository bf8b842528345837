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

    /// <summary>Gets what the call is taken to use of a unit, brought into the range of amounts.</summary>
    public long At(QuotaEstimate mode, QuotaUnit unit) => mode switch
    {
        QuotaEstimate.UpperBound => Of(Input, Output, unit),
        QuotaEstimate.Expected => Of(Input, Math.Min(ExpectedOutput, Output), unit),
        QuotaEstimate.InputOnly => Of(Input, 0, unit),
        _ => 0,
    };

    /// <summary>Gets the most that the call can use, of every unit.</summary>
    public QuotaAmounts Most => new()
    {
        InputTokens = Input,
        OutputTokens = Output,
        Requests = 1,
        NanoUsd = Price.NanoUsdOf(Input, Output),
    };

    public CallEstimate Plus(TokenCounts more) => this with
    {
        Input = more.Input ?? 0,
        Output = more.Output ?? 0,
        ExpectedOutput = more.Output ?? 0,
    };

    // Money only where it is asked for: decimal arithmetic costs more than all the other units together.
    private long Of(long input, long output, QuotaUnit unit) => new QuotaAmounts
    {
        InputTokens = input,
        OutputTokens = output,
        Requests = 1,
        NanoUsd = unit == QuotaUnit.Usd ? Price.NanoUsdOf(input, output) : 0,
    }.Of(unit);
}
