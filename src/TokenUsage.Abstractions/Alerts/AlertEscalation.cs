namespace TokenUsage;

/// <summary>Whom to tell when nobody takes an alert up.</summary>
/// <param name="After">The time since it was raised, or worsened.</param>
/// <param name="Channel">The channel to tell.</param>
public readonly record struct AlertEscalation(TimeSpan After, string Channel);
