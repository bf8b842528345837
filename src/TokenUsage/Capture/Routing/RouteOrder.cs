namespace TokenUsage.Capture.Routing;

/// <summary>In which order targets are tried.</summary>
public enum RouteOrder
{
    /// <summary>As they were added.</summary>
    AsListed,

    /// <summary>By the catalogue's prices of input and output, the cheapest first; models without a price last.</summary>
    Cheapest,

    /// <summary>By the mean duration of recent calls; models of which nothing is known first.</summary>
    Fastest,

    /// <summary>By the share of recent calls that succeeded.</summary>
    MostReliable,
}
