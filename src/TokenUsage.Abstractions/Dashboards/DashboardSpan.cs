namespace TokenUsage;

/// <summary>A piece of a line.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Tone">What it means; its colour, where there is colour.</param>
public readonly record struct DashboardSpan(string Text, DashboardTone Tone);
