namespace TokenUsage;

/// <summary>How a filter compares.</summary>
public enum FilterOperator
{
    /// <summary>The value is one of those listed.</summary>
    In,

    /// <summary>The value is none of those listed; a missing value is none of them either.</summary>
    NotIn,

    /// <summary>There is no value.</summary>
    Missing,

    /// <summary>There is a value, whichever.</summary>
    Present,
}
