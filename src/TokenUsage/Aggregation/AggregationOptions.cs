namespace TokenUsage.Aggregation;

/// <summary>What is held in memory of the present.</summary>
public sealed class AggregationOptions
{
    /// <summary>Gets or sets the dimensions that are kept; tags too.</summary>
    /// <value>At most 16. The default is user, feature, agent, project, provider, model and endpoint.</value>
    public IReadOnlyList<Dimension> Dimensions { get; set; } =
    [
        Dimension.User, Dimension.Feature, Dimension.Agent, Dimension.Project, Dimension.Provider, Dimension.Model,
        Dimension.Endpoint,
    ];

    /// <summary>Gets or sets how many values of a dimension each bucket of time keeps by name; others are one, "other".</summary>
    /// <value>From 1 to 10,000. The default is 500.</value>
    public int MaxKeys { get; set; } = 500;

    /// <summary>Gets or sets how many cells all buckets have together, some 120 bytes each.</summary>
    /// <value>From 1,000 to 10,000,000. The default is 150,000.</value>
    public int MaxCells { get; set; } = 150_000;

    /// <summary>Gets or sets how long the start waits for the buckets to be read from the store.</summary>
    /// <value>From zero, which starts with empty buckets, to a minute. The default is five seconds.</value>
    public TimeSpan WarmUpTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
