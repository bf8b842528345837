namespace TokenUsage.Recording;

/// <summary>What becomes of a record for which there is no room.</summary>
/// <remarks>Applies to callers that do not wait. <see cref="ITokenTracker.RecordAsync"/> waits for room under each rule.</remarks>
public enum OverflowRule
{
    /// <summary>Its detail is given up; its tokens and its cost are added to the minute's total of its user and model.</summary>
    Fold,

    /// <summary>It is lost, and counted as dropped.</summary>
    DropNewest,
}
