namespace TokenUsage.Querying;

/// <summary>Turns a query into one that can be answered, or says which member cannot.</summary>
internal static class QueryResolver
{
    public static ResolvedQuery Resolve(UsageQuery query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);

        CheckMembers(query);
        (DateTimeOffset from, DateTimeOffset to) = ResolveRange(query.Range, now);
        TimeZoneInfo zone = FindZone(query.TimeZone);
        return new ResolvedQuery
        {
            From = from,
            To = to,
            Zone = zone,
            Query = query,
            Edges = query.Interval is { } interval ? new TimeGrid(zone, interval).Cut(from, to) : [],
        };
    }

    private static void CheckMembers(UsageQuery query)
    {
        if (query.Top < 1)
            throw Fault(nameof(query.Top), query.Top, "use 1 or more, or leave it out to keep all groups");
        if (query.Limit < 1)
            throw Fault(nameof(query.Limit), query.Limit, "use 1 or more, or leave it out to read all");
        if (!Enum.IsDefined(query.TopBy)) throw Fault(nameof(query.TopBy), query.TopBy, "use Cost, Tokens or Calls");
        CheckDimensions(nameof(query.GroupBy), query.GroupBy);
        CheckDimensions(nameof(query.Breakdowns), query.Breakdowns);
        foreach (UsageFilter filter in query.Where) CheckFilter(filter);
        if (query.Interval is { } interval) CheckInterval(interval);
    }

    private static void CheckDimensions(string member, IReadOnlyList<Dimension> dimensions)
    {
        if (dimensions.Any(d => d.Name.Length == 0))
        {
            throw Fault(member, "default(Dimension)", "use Dimension.Model, Dimension.User or another one");
        }

        if (dimensions.Distinct().Count() != dimensions.Count)
        {
            throw Fault(member, string.Join(", ", dimensions), "name each dimension once");
        }
    }

    private static void CheckFilter(UsageFilter filter)
    {
        const string Member = nameof(UsageQuery.Where);
        if (filter.Dimension.Name.Length == 0) throw Fault(Member, "a filter without a dimension", "give it one");
        if (!Enum.IsDefined(filter.Operator)) throw Fault(Member, filter.Operator, "use In, NotIn, Missing or Present");

        bool listsValues = filter.Operator is FilterOperator.In or FilterOperator.NotIn;
        if (listsValues && (filter.Values is null || filter.Values.Any(v => v is null)))
        {
            throw Fault(Member, $"{filter.Dimension} {filter.Operator} null", "list values; for no value use Missing");
        }
    }

    private static void CheckInterval(TimeInterval interval)
    {
        (int most, string instead) = interval.Unit switch
        {
            TimeUnit.Minute => (1_440, "use days for more than 1,440 minutes"),
            TimeUnit.Hour => (24, "use days for more than 24 hours"),
            TimeUnit.Day or TimeUnit.Week or TimeUnit.Month => (1_000, "use at most 1,000 of them"),
            _ => throw Fault(nameof(UsageQuery.Interval), interval.Unit, "use Minute, Hour, Day, Week or Month"),
        };
        string found = $"{interval.Count} {interval.Unit}";
        if (interval.Count < 1) throw Fault(nameof(UsageQuery.Interval), found, "use a count of 1 or more");
        if (interval.Count > most) throw Fault(nameof(UsageQuery.Interval), found, instead);
    }

    private static (DateTimeOffset From, DateTimeOffset To) ResolveRange(TimeRange range, DateTimeOffset now)
    {
        const string Member = nameof(UsageQuery.Range);
        if (range.Length is { } length)
        {
            if (length <= TimeSpan.Zero) throw Fault(Member, $"the last {length}", "use a length above zero");

            // A tick more: what starts at this very moment is in the last hour too.
            DateTimeOffset to = now.ToUniversalTime().AddTicks(1);
            return (to.UtcTicks > length.Ticks ? to - length : DateTimeOffset.MinValue, to);
        }

        if (range is not { From: { } first, To: { } end })
        {
            throw Fault(Member, "empty", "use TimeRange.Last or TimeRange.Between");
        }

        if (first > end) throw Fault(Member, $"from {first:O} to {end:O}", "From must not be after To: swap them");
        return (first.ToUniversalTime(), end.ToUniversalTime());
    }

    private static TimeZoneInfo FindZone(string name)
    {
        if (name is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return zone;
        throw Fault(
            nameof(UsageQuery.TimeZone), $"'{name}'",
            "use an IANA name that this machine knows, such as 'Europe/Berlin'");
    }

    internal static ArgumentException Fault(string member, object? value, string fix) =>
        new($"{nameof(UsageQuery)}.{member} is {value}; {fix}.");
}
