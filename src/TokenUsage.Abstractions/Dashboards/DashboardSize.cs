namespace TokenUsage;

/// <summary>The space for a drawing.</summary>
/// <param name="Width">The cells of a line: 80.</param>
/// <param name="Height">The lines: 24.</param>
/// <param name="UseColour">Whether tones are drawn as colours, by ANSI sequences; otherwise the text is plain.</param>
public readonly record struct DashboardSize(int Width, int Height, bool UseColour = false);
