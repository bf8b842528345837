namespace TokenUsage.Aggregation;

/// <summary>One value's counts in one bucket. A class, so that the latest ones can be remembered beside their table.</summary>
internal sealed class LiveCell
{
    /// <summary>The counts. A field, to be added to in place.</summary>
    public LiveTally Count;
}
