using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Caching;

/// <summary>Writes what was asked as a key: equal questions give equal keys, and no other does.</summary>
internal static class CacheKeys
{
    /// <summary>The tag of every remembered answer to a query.</summary>
    public const string QueryTag = "query";

    /// <summary>The tag of every remembered forecast.</summary>
    public const string ForecastTag = "forecast";

    /// <summary>Gets the key of a query: with its ends where they are fixed, with its length where it moves on.</summary>
    public static string Query(UsageQuery query)
    {
        var key = new StringBuilder("query", 160);
        TimeRange range = query.Range;
        key.Append(
            CultureInfo.InvariantCulture, $"|{range.Length?.Ticks}|{range.From?.UtcTicks}|{range.To?.UtcTicks}");
        key.Append(CultureInfo.InvariantCulture, $"|{query.Top}|{query.TopBy}");
        key.Append(CultureInfo.InvariantCulture, $"|{query.Interval?.Count}{query.Interval?.Unit}");
        AppendText(key, query.TimeZone);
        AppendList(key, query.GroupBy);
        AppendList(key, query.Breakdowns);
        key.Append('|').Append(query.Where.Count);
        foreach (UsageFilter filter in query.Where) AppendFilter(key, filter);
        return key.ToString();
    }

    /// <summary>Gets the key of the sums of a stretch of rollups.</summary>
    /// <param name="kind">The cube, its width, and what of it.</param>
    /// <param name="from">Where the stretch begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="where">The conditions.</param>
    /// <param name="edges">Where it is cut.</param>
    public static string Sums(
        string kind, DateTimeOffset from, DateTimeOffset to, IEnumerable<UsageFilter> where,
        IEnumerable<DateTimeOffset> edges)
    {
        var key = new StringBuilder("sums", 160);
        AppendText(key, kind);
        key.Append(CultureInfo.InvariantCulture, $"|{from.UtcTicks}|{to.UtcTicks}");
        foreach (DateTimeOffset edge in edges) key.Append(CultureInfo.InvariantCulture, $"|{edge.UtcTicks}");
        key.Append("|where");
        foreach (UsageFilter filter in where) AppendFilter(key, filter);
        return key.ToString();
    }

    /// <summary>Gets the key of a forecast, which follows from these alone.</summary>
    public static string Forecast(
        ForecastQuery query, string? series, DateTimeOffset month, DateTimeOffset start, ReadOnlySpan<double> values)
    {
        var key = new StringBuilder("forecast", 200);
        AnalyticsQuery asked = query.Series;
        key.Append(CultureInfo.InvariantCulture, $"|{asked.Measure}|{asked.Interval.Count}{asked.Interval.Unit}");
        key.Append(CultureInfo.InvariantCulture, $"|{query.Horizon}|{query.Limit}|{month.UtcTicks}|{start.UtcTicks}");
        AppendText(key, asked.TimeZone);
        AppendText(key, series ?? "");
        key.Append(series is null ? '-' : '+').Append(values.Length).Append('|');
        key.Append(Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values))));
        return key.ToString();
    }

    // Sorted: the order in which a filter lists its values says nothing.
    private static void AppendFilter(StringBuilder key, UsageFilter filter)
    {
        AppendText(key, filter.Dimension.Name);
        IReadOnlyList<string> values = filter.Values ?? [];
        key.Append(CultureInfo.InvariantCulture, $"|{filter.Operator}|{values.Count}");
        foreach (string value in values.Order(StringComparer.Ordinal)) AppendText(key, value);
    }

    private static void AppendList(StringBuilder key, IReadOnlyList<Dimension> dimensions)
    {
        key.Append('|').Append(dimensions.Count);
        foreach (Dimension dimension in dimensions) AppendText(key, dimension.Name);
    }

    // With its length: a value may hold what separates values.
    private static void AppendText(StringBuilder key, string text) =>
        key.Append('|').Append(text.Length).Append(':').Append(text);
}
