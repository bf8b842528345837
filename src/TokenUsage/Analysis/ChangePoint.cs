namespace TokenUsage.Analysis;

/// <summary>A point from which on a series runs at another level.</summary>
/// <param name="Index">The first point at the new level.</param>
/// <param name="Before">The mean from the last change to this one.</param>
/// <param name="After">The mean from here to the next change.</param>
internal readonly record struct ChangePoint(int Index, double Before, double After);
