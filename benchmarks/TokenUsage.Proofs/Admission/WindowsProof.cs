using NodaTime;
using TokenUsage.Admission.Windows;
using TokenUsage.Tests.Admission.Windows;

namespace TokenUsage.Proofs.Admission;

/// <summary>
/// Compares calendar windows of every IANA zone with NodaTime's, at random instants and beside every clock change.
/// </summary>
internal sealed class WindowsProof : IProof
{
    private static readonly DateTime From = new(1995, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = new(2036, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Name => "windows";

    public string Usage => "calendar windows of all zones, 1995-2035, against NodaTime: --cases 10000000 --seed 1";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int cases = arguments.Number("cases", 10_000_000);
        int seed = arguments.Number("seed", 1);
        TimeZoneInfo[] zones = [.. DateTimeZoneProviders.Tzdb.Ids.Select(Find).OfType<TimeZoneInfo>()];
        var tally = new WindowsTally();

        Parallel.For(
            0,
            zones.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            i => Compare(zones[i], (cases / zones.Length) + 1, new Random(seed + i), tally));

        string rebuilt = string.Join(", ", tally.RebuiltZones.Order(StringComparer.Ordinal));
        Console.WriteLine($"zones        {zones.Length}");
        Console.WriteLine($"cases        {tally.Cases:N0}, of which {tally.Edges:N0} beside a clock change");
        Console.WriteLine(
            $"tables       NodaTime's {DateTimeZoneProviders.Tzdb.VersionId}; the machine's in: {rebuilt}");
        Console.WriteLine($"differences  {tally.Differences:N0}");
        foreach (string difference in tally.Examples) Console.WriteLine($"  {difference}");
        return Task.FromResult(tally.Differences == 0 && tally.Cases >= cases ? 0 : 1);
    }

    private static TimeZoneInfo? Find(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : null;

    private static void Compare(TimeZoneInfo zone, int cases, Random random, WindowsTally tally)
    {
        DateTime[] changes = [.. MachineZone.Changes(zone, From.AddYears(-2), To.AddYears(2))];
        DateTimeZone oracleZone = DateTimeZoneProviders.Tzdb[zone.Id];
        if (!HasSameTable(zone, oracleZone, changes))
        {
            tally.Rebuild(zone.Id);
            oracleZone = new MachineZone(zone, From.AddYears(-2), To.AddYears(2));
        }

        DateTime[] edges = [.. changes.Where(change => change >= From && change < To)];
        for (int done = 0; done < cases;)
        {
            QuotaWindow window = Draw(random, zone.Id);
            var windows = new CalendarWindows(window, zone);
            var oracle = new CalendarOracle(window, oracleZone);
            for (int i = 0; i < 32; i++, done++)
            {
                bool isEdge = edges.Length > 0 && i % 2 == 0;
                DateTime utc = isEdge ? Beside(edges[random.Next(edges.Length)], random) : Anywhere(random);
                tally.Count(isEdge, Check(windows, oracle, utc) ? null : $"{zone.Id} {window} {utc:u}");
            }
        }
    }

    /// <summary>
    /// Says whether a window contains its instant, meets its neighbours and lies where the oracle puts it.
    /// </summary>
    private static bool Check(CalendarWindows windows, CalendarOracle oracle, DateTime utc)
    {
        CalendarSpan span = windows.Find(utc);
        var local = LocalDateTime.FromDateTime(span.LocalStart);
        return span.Start <= utc
            && utc < span.End
            && oracle.StartOf(local) == local
            && oracle.FirstInstantAt(local).ToDateTimeUtc() == span.Start
            && oracle.FirstInstantAt(oracle.Next(local)).ToDateTimeUtc() == span.End
            && windows.Find(span.End).Start == span.End
            && windows.Find(span.End.AddTicks(-1)) == span;
    }

    private static bool HasSameTable(TimeZoneInfo zone, DateTimeZone oracle, DateTime[] changes)
    {
        IEnumerable<DateTime> theirs = oracle
            .GetZoneIntervals(Instant.FromDateTimeUtc(From.AddYears(-1)), Instant.FromDateTimeUtc(To.AddYears(1)))
            .Where(interval => interval.HasStart)
            .Select(interval => interval.Start.ToDateTimeUtc());
        return changes.Concat(theirs)
            .SelectMany(change => new[] { change, change.AddSeconds(-1) })
            .Append(From)
            .Where(utc => utc >= From.AddYears(-1) && utc < To.AddYears(1))
            .All(utc => zone.GetUtcOffset(utc) == oracle.GetUtcOffset(Instant.FromDateTimeUtc(utc)).ToTimeSpan());
    }

    private static QuotaWindow Draw(Random random, string zone) => new()
    {
        Kind = (QuotaWindowKind)random.Next((int)QuotaWindowKind.Hour, (int)QuotaWindowKind.Year + 1),
        WeekStart = (DayOfWeek)random.Next(7),
        AnchorDay = random.Next(1, 32),
        AnchorMonth = random.Next(1, 13),
        TimeZone = zone,
    };

    private static DateTime Anywhere(Random random) => From.AddSeconds(random.NextDouble() * (To - From).TotalSeconds);

    private static DateTime Beside(DateTime change, Random random) => change.AddSeconds(random.Next(-100_000, 100_000));
}
