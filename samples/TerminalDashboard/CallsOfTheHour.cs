using TokenUsage;

namespace TerminalDashboard;

// snippet: widget
/// <summary>One line of our own: how many calls the last hour brought.</summary>
internal sealed class CallsOfTheHour : IDashboardWidget
{
    public string Name => "hour";

    public int MinHeight => 1;

    public bool IsNarrow => false;

    public int MaxHeight(DashboardReading reading) => 1;

    public IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height) =>
        [DashboardLine.Of($"{reading.Hours[^1].Totals.Calls} calls in the last hour", DashboardTone.Accent)];
}

// end-snippet
