namespace TokenUsage.Admission.Windows;

/// <summary>The number that names a calendar window: its kind and its local start, in readable digits.</summary>
/// <remarks>
/// Not the instant at which it starts: when a government moves a clock change and the tables follow, the window keeps
/// its name and its counter. The zone is a part of the account.
/// </remarks>
internal static class WindowId
{
    /// <summary>Gets 2026-11-22 at 14 hours as 2026112214, and the kind as one more digit.</summary>
    public static long Of(QuotaWindowKind kind, DateTime localStart) =>
        ((((((localStart.Year * 100L) + localStart.Month) * 100) + localStart.Day) * 100) + localStart.Hour) * 10
        + (int)kind;
}
