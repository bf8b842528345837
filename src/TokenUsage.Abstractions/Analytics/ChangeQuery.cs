namespace TokenUsage;

/// <summary>Which change of cost to explain.</summary>
public sealed class ChangeQuery
{
    /// <summary>Gets the period to explain.</summary>
    /// <value>The default is the last seven days.</value>
    public TimeRange Range { get; init; } = TimeRange.Last(TimeSpan.FromDays(7));

    /// <summary>Gets the period to compare with.</summary>
    /// <value>The default, <see langword="null"/>, is as long as <see cref="Range"/> and ends where it begins.</value>
    public TimeRange? Before { get; init; }

    /// <summary>Gets the dimension by which the change is explained.</summary>
    /// <value>The default is <see cref="Dimension.Feature"/>.</value>
    public Dimension By { get; init; } = Dimension.Feature;

    /// <summary>Gets the conditions, all of which must hold.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];
}
