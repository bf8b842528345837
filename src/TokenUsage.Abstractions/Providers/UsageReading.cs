namespace TokenUsage.Providers;

/// <summary>What an answer has said so far about its usage.</summary>
/// <remarks>Filled by an <see cref="IUsageReader"/> while the answer passes. Not safe for concurrent use; reused.</remarks>
public sealed class UsageReading
{
    private readonly List<UsageMeter> _meters = [];

    /// <summary>Gets or sets the token counts, totals inclusive of their parts.</summary>
    public TokenCounts Tokens { get; set; }

    /// <summary>Gets the meters reported so far.</summary>
    public IReadOnlyList<UsageMeter> Meters => _meters;

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

        _meters.Add(new UsageMeter(name, quantity));
    }

    /// <summary>Forgets everything, for the next answer.</summary>
    public void Clear()
    {
        _meters.Clear();
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
