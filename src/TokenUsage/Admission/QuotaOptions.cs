namespace TokenUsage.Admission;

/// <summary>The quotas, and what admission assumes where nothing is known.</summary>
public sealed class QuotaOptions
{
    /// <summary>Gets the quotas.</summary>
    /// <value>At most 256, each with a name of its own. The default is none.</value>
    public IList<QuotaDefinition> Quotas { get; } = [];

    /// <summary>Gets or sets how long a call's hold outlives its process in a shared ledger.</summary>
    /// <value>From 10 seconds to 1 day; renewed at a third of it. The default is 10 minutes.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets or sets how long a call waits for a shared ledger before <see cref="OnLedgerFailure"/> decides.
    /// </summary>
    /// <value>
    /// From 1 millisecond to 10 seconds. The default is 1 second: a ledger answers in a fraction of a millisecond, and
    /// where it cannot for once, waiting is dearer than nothing and cheaper than a call that was refused without reason.
    /// </value>
    public TimeSpan LedgerTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets what happens to a call when the ledger does not answer.</summary>
    /// <value>The default is <see cref="LedgerFailure.Refuse"/>: a limit that opens when it breaks is none.</value>
    public LedgerFailure OnLedgerFailure { get; set; } = LedgerFailure.Refuse;

    /// <summary>
    /// Gets or sets what a call that failed after it was sent is charged when its provider said nothing.
    /// </summary>
    /// <value>The default is <see cref="UnknownUsage.Input"/>.</value>
    public UnknownUsage OnUnknownUsage { get; set; } = UnknownUsage.Input;

    /// <summary>Gets or sets the prompt tokens that a call is taken to have when nobody says how many.</summary>
    /// <value>From 1 to 2⁴⁰. The default is 131,072.</value>
    public long AssumedInputTokens { get; set; } = 131_072;

    /// <summary>Gets or sets the output cap of a call that has none, for a model whose own is not known.</summary>
    /// <value>From 1 to 2⁴⁰. The default is 32,768.</value>
    public long AssumedOutputTokens { get; set; } = 32_768;

    /// <summary>Gets or sets how many calls may wait for quota at once; those above it are refused.</summary>
    /// <value>From 0 to 100,000. The default is 1,000.</value>
    public int MostWaiting { get; set; } = 1_000;

    /// <summary>Gets what could not be read from configuration, for the validator.</summary>
    internal List<string> Unread { get; } = [];
}
