namespace TokenUsage.PostgreSql.Notices;

/// <summary>What one process tells the others.</summary>
/// <param name="Kind">What it is about: <c>quota</c>, <c>alert</c>.</param>
/// <param name="Text">What happened, at most 7,000 bytes; the rest is read from the tables.</param>
internal readonly record struct Notice(string Kind, string Text)
{
    /// <summary>Gets the notice that some may have been missed: the connection was lost and is back.</summary>
    public static Notice Gap { get; } = new("gap", "");

    public bool IsGap => Kind == Gap.Kind;
}
