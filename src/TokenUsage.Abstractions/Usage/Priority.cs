namespace TokenUsage;

/// <summary>How important a call is to the application.</summary>
public enum Priority
{
    /// <summary>Can wait, and can be refused first.</summary>
    Low,

    /// <summary>An ordinary call.</summary>
    Medium,

    /// <summary>Somebody is waiting for it.</summary>
    High,
}
