namespace TokenUsage.AspNetCore;

/// <summary>Whose usage a request may see.</summary>
public sealed class UsageAccess
{
    private UsageAccess(bool isGranted, IReadOnlyList<UsageFilter> filters)
    {
        IsGranted = isGranted;
        Filters = filters;
    }

    /// <summary>Gets the access to everything.</summary>
    public static UsageAccess Everything { get; } = new(isGranted: true, []);

    /// <summary>Gets the access to nothing: the request is answered with 403.</summary>
    public static UsageAccess Nothing { get; } = new(isGranted: false, []);

    internal bool IsGranted { get; }

    internal IReadOnlyList<UsageFilter> Filters { get; }

    internal bool IsEverything => IsGranted && Filters.Count == 0;

    /// <summary>Gets the access to the calls that have this value of a dimension: a tenant's project, a user's own.</summary>
    /// <remarks>What cannot be told apart by calls (health, metrics, quotas of others) is refused.</remarks>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty: that would be everybody's.</exception>
    public static UsageAccess Only(Dimension dimension, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new UsageAccess(isGranted: true, [UsageFilter.In(dimension, value)]);
    }
}
