namespace TokenUsage.Reporting;

/// <summary>Names the moment of an answer, so that no two states of the store share one.</summary>
/// <remarks>The time alone would not do: a store can change within one tick of a coarse, or a test's, clock.</remarks>
internal sealed class AsOfClock
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _version = long.MinValue;

    /// <summary>Gets the moment for a state of the store.</summary>
    public DateTimeOffset Stamp(DateTimeOffset now, long version)
    {
        lock (_lock)
        {
            DateTimeOffset earliest = version == _version || _version == long.MinValue ? _last : _last.AddTicks(1);
            _last = now > earliest ? now : earliest;
            _version = version;
            return _last;
        }
    }
}
