namespace TokenUsage.Caching;

/// <summary>Which entries leave first when there is no room.</summary>
public enum CachePriority
{
    /// <summary>Before all others.</summary>
    Low,

    /// <summary>When no entry of low priority is left.</summary>
    Normal,

    /// <summary>Last.</summary>
    High,
}
