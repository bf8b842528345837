namespace TokenUsage;

/// <summary>A question about the present.</summary>
public sealed record LiveQuery
{
    /// <summary>Gets the window.</summary>
    /// <value>The default is the last hour.</value>
    public LiveWindow Window { get; init; } = LiveWindow.Sliding(TimeSpan.FromHours(1));

    /// <summary>Gets the dimension to group by; <see langword="null"/> for totals only.</summary>
    public Dimension? By { get; init; }

    /// <summary>Gets how many groups to list, those that cost most; the rest is one group, "other".</summary>
    /// <value>From 1. The default is 10.</value>
    public int Top { get; init; } = 10;
}
