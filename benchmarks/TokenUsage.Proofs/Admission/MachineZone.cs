using NodaTime;
using NodaTime.TimeZones;

namespace TokenUsage.Proofs.Admission;

/// <summary>
/// A zone of this machine's table in NodaTime's form, for zones in which the two tables are of different age.
/// </summary>
/// <remarks>NodaTime then still does all the arithmetic with local times, which is what is compared.</remarks>
internal sealed class MachineZone : DateTimeZone
{
    private readonly List<ZoneInterval> _intervals = [];

    public MachineZone(TimeZoneInfo zone, DateTime from, DateTime to)
        : base(zone.Id, false, Offset.MinValue, Offset.MaxValue)
    {
        Instant? start = null;
        foreach (DateTime change in Changes(zone, from, to)) Add(zone, ref start, Instant.FromDateTimeUtc(change));
        Add(zone, ref start, null);
    }

    public override ZoneInterval GetZoneInterval(Instant instant)
    {
        int low = 0;
        int high = _intervals.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_intervals[middle].Start <= instant) low = middle;
            else high = middle - 1;
        }

        return _intervals[low];
    }

    /// <summary>Finds the instants at which a zone's offset changes, to the second.</summary>
    public static IEnumerable<DateTime> Changes(TimeZoneInfo zone, DateTime from, DateTime to)
    {
        const int Step = 6 * 3_600;
        for (DateTime time = from; time < to; time = time.AddSeconds(Step))
        {
            TimeSpan before = zone.GetUtcOffset(time);
            if (zone.GetUtcOffset(time.AddSeconds(Step)) == before) continue;

            int low = 0;
            int high = Step;
            while (high - low > 1)
            {
                int middle = (low + high) / 2;
                if (zone.GetUtcOffset(time.AddSeconds(middle)) == before) low = middle;
                else high = middle;
            }

            yield return time.AddSeconds(high);
        }
    }

    private void Add(TimeZoneInfo zone, ref Instant? start, Instant? end)
    {
        DateTime within = end is { } last
            ? last.ToDateTimeUtc().AddSeconds(-1)
            : start is { } first ? first.ToDateTimeUtc() : new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var offset = Offset.FromTimeSpan(zone.GetUtcOffset(within));
        _intervals.Add(new ZoneInterval(zone.Id, start, end, offset, Offset.Zero));
        start = end;
    }
}
