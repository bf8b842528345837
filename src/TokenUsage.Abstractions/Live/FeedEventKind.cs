namespace TokenUsage;

/// <summary>What a feed tells.</summary>
public enum FeedEventKind
{
    /// <summary>A logical call was sent, before its first attempt. Told only while somebody subscribes to it.</summary>
    CallStarted,

    /// <summary>A call was answered, and its record is stored.</summary>
    CallCompleted,

    /// <summary>A call failed or was broken off by its caller, and its record is stored.</summary>
    CallFailed,

    /// <summary>A quota refused a call before it was sent.</summary>
    CallRefused,

    /// <summary>A quota passed one of its thresholds.</summary>
    QuotaWarned,

    /// <summary>A quota is used up.</summary>
    QuotaExceeded,

    /// <summary>A series did something unusual.</summary>
    Anomaly,

    /// <summary>An alert changed its state.</summary>
    Alert,

    /// <summary>Other prices came into force.</summary>
    PriceChanged,

    /// <summary>The monitor tells about itself.</summary>
    System,

    /// <summary>The application's own event; <see cref="FeedEvent.Name"/> says which.</summary>
    Custom,
}
