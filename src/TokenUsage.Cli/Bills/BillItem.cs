namespace TokenUsage.Cli.Bills;

/// <summary>What a provider says of one UTC day, and of one model where it tells them apart. What it does not say is
/// <see langword="null"/>.</summary>
internal sealed record BillItem(DateOnly Day, string? Model)
{
    public long? Requests { get; init; }

    /// <summary>Gets the input tokens, those from a cache and those written into one included.</summary>
    public long? Input { get; init; }

    public long? CachedInput { get; init; }

    public long? Output { get; init; }

    public decimal? Usd { get; init; }

    /// <summary>Adds what another line says of the same day and model.</summary>
    public BillItem Add(BillItem other) => this with
    {
        Requests = Sum(Requests, other.Requests),
        Input = Sum(Input, other.Input),
        CachedInput = Sum(CachedInput, other.CachedInput),
        Output = Sum(Output, other.Output),
        Usd = Usd is { } mine && other.Usd is { } its ? mine + its : Usd ?? other.Usd,
    };

    private static long? Sum(long? a, long? b) => a is { } mine && b is { } its ? checked(mine + its) : a ?? b;
}
