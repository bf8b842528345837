namespace TokenUsage;

/// <summary>A line of text on the dashboard, in pieces of one tone each.</summary>
public sealed class DashboardLine
{
    private readonly List<DashboardSpan> _spans = [];

    /// <summary>Gets the pieces.</summary>
    public IReadOnlyList<DashboardSpan> Spans => _spans;

    /// <summary>Makes a line of one piece.</summary>
    public static DashboardLine Of(string text, DashboardTone tone = DashboardTone.Normal) =>
        new DashboardLine().Add(text, tone);

    /// <summary>Adds a piece. Control characters in it are shown as question marks.</summary>
    /// <returns>The line.</returns>
    public DashboardLine Add(string text, DashboardTone tone = DashboardTone.Normal)
    {
        ArgumentNullException.ThrowIfNull(text);

        _spans.Add(new DashboardSpan(text, tone));
        return this;
    }
}
