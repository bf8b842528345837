namespace TokenUsage.Admission;

/// <summary>What a call that failed after it was sent is charged when its provider said nothing.</summary>
public enum UnknownUsage
{
    /// <summary>Nothing.</summary>
    Zero,

    /// <summary>Its prompt, as estimated.</summary>
    Input,

    /// <summary>Everything that it held.</summary>
    Reserved,
}
