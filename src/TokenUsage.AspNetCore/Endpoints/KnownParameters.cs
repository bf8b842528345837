namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>The parameters that several routes take, described once.</summary>
internal static class KnownParameters
{
    public static RouteParameter Id { get; } = new("id", "Whose.", Place: "path");

    public static RouteParameter Range { get; } = new("range", "The last so many: 15m, 24h, 30d, 12w. Default 30d.");

    public static RouteParameter From { get; } = new("from", "The start, ISO 8601; instead of range.");

    public static RouteParameter To { get; } = new("to", "The end, ISO 8601, not included. Default now.");

    public static RouteParameter Zone { get; } = new("zone", "The IANA time zone in which days begin. Default UTC.");

    public static RouteParameter Interval { get; } = new("interval", "The width of a point: 15m, 1h, 1d, 1w, 1mo.");

    public static RouteParameter GroupBy { get; } = new("groupBy", "Dimensions, separated by commas.");

    public static RouteParameter Breakdowns { get; } = new("breakdowns", "Further tables by one dimension each.");

    public static RouteParameter Top { get; } =
        new("top", "Keeps so many groups; the rest is one, 'other'.", "integer");

    public static RouteParameter TopBy { get; } = new("topBy", "cost, tokens or calls. Default cost.");

    public static RouteParameter Measure { get; } = new("measure", "cost, tokens, calls, errorRate or latency.");

    public static IReadOnlyList<RouteParameter> Times { get; } = [Range, From, To, Zone];

    public static IReadOnlyList<RouteParameter> Summary { get; } =
        [.. Times, Interval, GroupBy, Breakdowns, Top, TopBy];

    public static IReadOnlyList<RouteParameter> Series { get; } = [.. Times, Interval, GroupBy, Top, Measure];
}
