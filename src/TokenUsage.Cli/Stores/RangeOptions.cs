using System.CommandLine;
using System.Globalization;

namespace TokenUsage.Cli.Stores;

/// <summary>Which records: a time range, a zone for its dates, and filters.</summary>
internal sealed class RangeOptions
{
    private readonly Option<string> _from = new("--from")
    {
        Description = "The first moment: 2026-03-01, 2026-03-01T12:00 in --zone, or with an offset of its own.",
    };

    private readonly Option<string> _to = new("--to") { Description = "The first moment after; now when left out." };
    private readonly Option<string> _last = new("--last")
    {
        Description = "A length that ends now: 90m, 24h, 30d, 4w.",
    };

    public Option<string[]> Where { get; } = new("--where", "-w")
    {
        Description = "model=a,b keeps these; user!=bob drops; feature keeps what has one; !project what has none.",
    };

    public Option<string> Zone { get; } = new("--zone", "-z")
    {
        Description = "The IANA time zone of days, weeks and dates without an offset.",
        DefaultValueFactory = _ => "UTC",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_from, _to, _last, Zone, Where]) command.Add(option);
    }

    /// <exception cref="InputException">The range cannot be meant.</exception>
    public TimeRange RangeOf(ParseResult result, TimeProvider time)
    {
        string? from = result.GetValue(_from);
        string? to = result.GetValue(_to);
        if (result.GetValue(_last) is { } last)
        {
            if (from is not null || to is not null)
                throw new InputException("--last is a range that ends now; leave out --from and --to, or --last.");

            return TimeRange.Last(LengthOf(last));
        }

        if (from is null && to is not null)
            throw new InputException($"--to {to} has no beginning; give --from as well.");
        if (from is null) return TimeRange.Last(TimeSpan.FromDays(30));

        TimeZoneInfo zone = ZoneOf(result.GetRequiredValue(Zone));
        return TimeRange.Between(
            MomentOf("--from", from, zone), to is null ? time.GetUtcNow() : MomentOf("--to", to, zone));
    }

    /// <exception cref="InputException">A filter cannot be read.</exception>
    public IReadOnlyList<UsageFilter> FiltersOf(ParseResult result) =>
        [.. (result.GetValue(Where) ?? []).Select(FilterOf)];

    /// <exception cref="InputException">No dimension has that name.</exception>
    public static Dimension DimensionOf(string name)
    {
        try
        {
            return Dimension.Parse(name.Trim());
        }
        catch (FormatException exception)
        {
            throw new InputException(exception.Message);
        }
    }

    /// <summary>Reads names, several in one with commas.</summary>
    /// <exception cref="InputException">No dimension has one of the names.</exception>
    public static Dimension[] DimensionsOf(string[]? names) =>
    [
        .. (names ?? []).SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(DimensionOf),
    ];

    private static UsageFilter FilterOf(string text)
    {
        int equals = text.IndexOf('=');
        if (equals < 0)
        {
            return text.StartsWith('!')
                ? UsageFilter.Missing(DimensionOf(text[1..]))
                : UsageFilter.Present(DimensionOf(text));
        }

        bool isNegated = equals > 0 && text[equals - 1] == '!';
        Dimension dimension = DimensionOf(text[..(isNegated ? equals - 1 : equals)]);
        string[] values = text[(equals + 1)..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (values.Length == 0)
            throw new InputException($"The filter '{text}' names no value; write {dimension}=value, or !{dimension}.");

        return isNegated ? UsageFilter.NotIn(dimension, values) : UsageFilter.In(dimension, values);
    }

    internal static TimeSpan LengthOf(string text)
    {
        TimeSpan unit = text.Length == 0 ? TimeSpan.Zero : char.ToLowerInvariant(text[^1]) switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        ReadOnlySpan<char> digits = text.AsSpan(0, Math.Max(0, text.Length - 1));
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        return isNumber && count is > 0 and < 100_000 && unit > TimeSpan.Zero
            ? count * unit
            : throw new InputException($"--last {text} is no length; write a number and m, h, d or w: 24h.");
    }

    private static TimeZoneInfo ZoneOf(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new InputException($"--zone {name} is unknown here; write an IANA name: Europe/Berlin.");

    private static DateTimeOffset MomentOf(string option, string text, TimeZoneInfo zone)
    {
        const DateTimeStyles Styles = DateTimeStyles.RoundtripKind;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out DateTime moment))
            throw new InputException($"{option} {text} is no time; write 2026-03-01 or 2026-03-01T12:00:00Z.");

        if (moment.Kind != DateTimeKind.Unspecified)
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        // A time that the clocks jump over is the first one after it.
        while (zone.IsInvalidTime(moment)) moment = moment.AddMinutes(1);
        return new DateTimeOffset(moment, zone.GetUtcOffset(moment));
    }
}
