namespace TokenUsage.Providers;

/// <summary>What an answer has said so far about its usage.</summary>
/// <remarks>Filled by an <see cref="IUsageReader"/> while the answer passes. Not safe for concurrent use; reused.</remarks>
public sealed class UsageReading
{
    /// <summary>The most meters, and the most facts, that one reading keeps; what comes after them is left out.</summary>
    public const int MaxEntries = 32;

    private readonly List<UsageMeter> _meters = [];
    private readonly List<KeyValuePair<string, string>> _metadata = [];

    /// <summary>Gets or sets the token counts, totals inclusive of their parts.</summary>
    public TokenCounts Tokens { get; set; }

    /// <summary>Gets the meters reported so far.</summary>
    public IReadOnlyList<UsageMeter> Meters => _meters;

    /// <summary>Gets the facts to be kept beside the record: rate limits, tool calls without a price.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata => _metadata;

    /// <summary>Gets or sets the total that the provider states, against which the counts are checked at the end.</summary>
    public long? StatedTotal { get; set; }

    /// <summary>Gets or sets the model that the provider says it served.</summary>
    public string? Model { get; set; }

    /// <summary>Gets or sets the provider's own id of the answer.</summary>
    public string? ResponseId { get; set; }

    /// <summary>Gets or sets the service tier that the provider states.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Gets or sets the cost that the provider itself states, in US dollars.</summary>
    public decimal? StatedCostUsd { get; set; }

    /// <summary>Gets or sets the type or code of an error inside the answer. Messages are not kept.</summary>
    public string? ErrorType { get; set; }

    /// <summary>Gets or sets whether the answer said that it is complete.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Gets or sets whether the provider answers in the background.</summary>
    /// <remarks>
    /// The request that starts such an answer may show no usage at all; whoever polls for it sees all of it, on every
    /// poll. Such an answer is counted once per <see cref="ResponseId"/>, whichever request showed it first.
    /// </remarks>
    public bool IsBackground { get; set; }

    /// <summary>Gets or sets the characters of generated text seen so far, from which an aborted answer is estimated.</summary>
    public long TextLength { get; set; }

    /// <summary>Sets a meter; a later value replaces an earlier one.</summary>
    public void SetMeter(string name, decimal quantity)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        for (int i = 0; i < _meters.Count; i++)
        {
            if (!string.Equals(_meters[i].Name, name, StringComparison.Ordinal)) continue;
            _meters[i] = new UsageMeter(name, quantity);
            return;
        }

        if (_meters.Count < MaxEntries) _meters.Add(new UsageMeter(name, quantity));
    }

    /// <summary>Keeps a fact; a later value replaces an earlier one.</summary>
    public void SetMetadata(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);

        var fact = new KeyValuePair<string, string>(name, value);
        for (int i = 0; i < _metadata.Count; i++)
        {
            if (!string.Equals(_metadata[i].Key, name, StringComparison.Ordinal)) continue;
            _metadata[i] = fact;
            return;
        }

        if (_metadata.Count < MaxEntries) _metadata.Add(fact);
    }

    /// <summary>Finds a meter.</summary>
    /// <returns><see langword="null"/> when the answer has not stated it.</returns>
    public decimal? GetMeter(string name)
    {
        foreach (UsageMeter meter in _meters)
        {
            if (string.Equals(meter.Name, name, StringComparison.Ordinal)) return meter.Quantity;
        }

        return null;
    }

    /// <summary>Forgets everything, for the next answer.</summary>
    public void Clear()
    {
        _meters.Clear();
        _metadata.Clear();
        StatedTotal = null;
        IsBackground = false;
        Tokens = default;
        Model = null;
        ResponseId = null;
        ServiceTier = null;
        StatedCostUsd = null;
        ErrorType = null;
        IsComplete = false;
        TextLength = 0;
    }
}
