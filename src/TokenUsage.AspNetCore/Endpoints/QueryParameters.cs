using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Reads what stands behind the question mark; whatever cannot be meant is refused with its name.</summary>
internal sealed class QueryParameters(IQueryCollection query, DateTimeOffset now)
{
    private const string Not = "not.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_660);

    /// <summary>Refuses a parameter that the route does not know: a misspelt filter would otherwise show too much.</summary>
    public void Check(UsageRoute route)
    {
        if (route.TakesAnything) return;
        foreach (string name in query.Keys)
        {
            bool isKnown = route.Parameters.Any(p => p.Place == "query" && p.Name == name)
                || (route.TakesFilters && IsFilter(name));
            if (isKnown) continue;

            string known = string.Join(", ", route.Parameters.Where(p => p.Place == "query").Select(p => p.Name));
            string filters = route.TakesFilters ? "; or a dimension, such as model or tag:team, as a filter" : "";
            throw new BadParameterException(name, $"There is no parameter '{name}' here. There is: {known}{filters}.");
        }
    }

    public string? Text(string name)
    {
        StringValues values = query[name];
        if (values.Count > 1)
            throw new BadParameterException(name, $"'{name}' is given {values.Count} times; give it once.");
        return string.IsNullOrWhiteSpace(values) ? null : values.ToString();
    }

    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && number >= least && number <= most
            ? number
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use a number from {least} to {most}.");
    }

    public decimal? Amount(string name)
    {
        if (Text(name) is not { } text) return null;

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount)
            ? amount
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use an amount such as 500 or 0.25.");
    }

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        { } text => throw new BadParameterException(name, $"'{name}' is '{text}'; use true or false."),
    };

    public TChoice Choice<TChoice>(string name, TChoice otherwise)
        where TChoice : struct, Enum
    {
        if (Text(name) is not { } text) return otherwise;

        string? match = Enum.GetNames<TChoice>()
            .FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return match is not null
            ? Enum.Parse<TChoice>(match)
            : throw new BadParameterException(
                name, $"'{name}' is '{text}'; use one of {string.Join(", ", Enum.GetNames<TChoice>())}.");
    }

    public IReadOnlyList<TChoice> Choices<TChoice>(string name)
        where TChoice : struct, Enum
    {
        string[] names = Text(name)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return [.. names.Select(one => Enum.TryParse(one, ignoreCase: true, out TChoice choice) && !char.IsDigit(one[0])
            ? choice
            : throw new BadParameterException(
                name, $"'{name}' has '{one}'; use {string.Join(", ", Enum.GetNames<TChoice>())}."))];
    }

    public IReadOnlyList<Dimension> Dimensions(string name)
    {
        string[] names = Text(name)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return [.. names.Select(one => ParseDimension(name, one))];
    }

    public Dimension? OneDimension(string name) => Text(name) is { } text ? ParseDimension(name, text) : null;

    /// <summary>Reads <c>range=30d</c>, or <c>from</c> and <c>to</c>.</summary>
    public TimeRange Range(string name = "range")
    {
        DateTimeOffset? from = Moment("from");
        DateTimeOffset? to = Moment("to");
        string? text = Text(name);
        if (from is null && to is not null) throw new BadParameterException("from", "'to' is given without 'from'.");
        if (from is not null && text is not null)
            throw new BadParameterException(name, $"Give '{name}', or 'from' and 'to', but not both.");
        if (from is { } start)
        {
            DateTimeOffset end = to ?? now;
            return start < end
                ? TimeRange.Between(start, end)
                : throw new BadParameterException("from", $"'from' is {start:O}, which is not before {end:O}.");
        }

        return TimeRange.Last(text is null ? TimeSpan.FromDays(30) : Span(name, text));
    }

    public TimeInterval? Interval(string name = "interval")
    {
        if (Text(name) is not { } text) return null;

        return TimeInterval.TryParse(text, out TimeInterval interval)
            ? interval
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use 15m, 1h, 1d, 1w or 1mo.");
    }

    public static TimeSpan Span(string name, string text)
    {
        double unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        bool isNumber = int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int n);
        return isNumber && unit > 0 && n > 0 && n * unit <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(n * unit)
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use 15m, 24h, 30d, up to ten years.");
    }

    public string Zone(string name = "zone")
    {
        if (Text(name) is not { } text) return "UTC";

        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)
            ? text
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use an IANA name such as Europe/Berlin.");
    }

    /// <summary>Reads every parameter that names a dimension: <c>model=a&amp;model=b</c>, <c>not.user=bot</c>, <c>missing=user</c>.</summary>
    public IReadOnlyList<UsageFilter> Filters()
    {
        List<UsageFilter> filters = [];
        foreach ((string name, StringValues values) in query)
        {
            if (!IsFilter(name)) continue;

            string[] given = [.. values.Select(value => value ?? "")];
            if (name is "missing" or "present")
            {
                filters.AddRange(given.Select(one => ParseDimension(name, one)).Select(
                    d => name == "missing" ? UsageFilter.Missing(d) : UsageFilter.Present(d)));
            }
            else if (name.StartsWith(Not, StringComparison.Ordinal))
            {
                filters.Add(UsageFilter.NotIn(ParseDimension(name, name[Not.Length..]), given));
            }
            else
            {
                filters.Add(UsageFilter.In(ParseDimension(name, name), given));
            }
        }

        return filters.Count <= 32
            ? filters
            : throw new BadParameterException("filter", $"There are {filters.Count} filters; use at most 32.");
    }

    private DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text) return null;

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out DateTimeOffset moment)
            ? moment
            : throw new BadParameterException(name, $"'{name}' is '{text}'; use ISO 8601: 2026-11-01T00:00:00Z.");
    }

    private static bool IsFilter(string name) =>
        name is "missing" or "present"
        || Dimension.TryParse(name.StartsWith(Not, StringComparison.Ordinal) ? name[Not.Length..] : name, out _);

    private static Dimension ParseDimension(string parameter, string name) =>
        Dimension.TryParse(name, out Dimension dimension)
            ? dimension
            : throw new BadParameterException(
                parameter, $"'{name}' is no dimension; use {string.Join(", ", Dimension.Named)} or tag:NAME.");
}
