namespace TokenUsage.Aggregation;

/// <summary>A <see cref="LiveCount"/> that is added to where it lies: seven copies a record would cost more than the adding.</summary>
internal struct LiveTally
{
    public long Attempts;
    public long Unsuccessful;
    public long InputTokens;
    public long OutputTokens;
    public long UnpricedAttempts;
    public Int128 Usd;

    public void Add(in LiveTally other)
    {
        Attempts += other.Attempts;
        Unsuccessful += other.Unsuccessful;
        InputTokens += other.InputTokens;
        OutputTokens += other.OutputTokens;
        UnpricedAttempts += other.UnpricedAttempts;
        Usd += other.Usd;
    }

    /// <summary>Adds what a sum has grown by.</summary>
    public void AddGrowth(in LiveTally before, in LiveTally now)
    {
        Attempts += now.Attempts - before.Attempts;
        Unsuccessful += now.Unsuccessful - before.Unsuccessful;
        InputTokens += now.InputTokens - before.InputTokens;
        OutputTokens += now.OutputTokens - before.OutputTokens;
        UnpricedAttempts += now.UnpricedAttempts - before.UnpricedAttempts;
        Usd += now.Usd - before.Usd;
    }

    public readonly LiveCount ToCount() => new()
    {
        Attempts = Attempts,
        Unsuccessful = Unsuccessful,
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        PricedUsd = ExactUsd.ToDecimal(Usd),
        UnpricedAttempts = UnpricedAttempts,
    };
}
