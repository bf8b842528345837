namespace TokenUsage.Reports.Charts;

/// <summary>Where a text lies, seen from its point.</summary>
internal enum TextSide
{
    Right,
    Left,
    Middle,
}
