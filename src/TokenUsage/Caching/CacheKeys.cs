using System.Globalization;
using System.Text;

namespace TokenUsage.Caching;

/// <summary>Writes what was asked as a key: equal questions give equal keys, and no other does.</summary>
internal static class CacheKeys
{
    /// <summary>The tag of every remembered answer to a query.</summary>
    public const string QueryTag = "query";

    /// <summary>Gets the key of a query whose range is fixed, to one state of the store.</summary>
    public static string Query(UsageQuery query, DateTimeOffset from, DateTimeOffset to, long version)
    {
        var key = new StringBuilder("query", 160);
        key.Append(CultureInfo.InvariantCulture, $"|{version}|{from.UtcTicks}|{to.UtcTicks}|{query.Top}|{query.TopBy}");
        key.Append(CultureInfo.InvariantCulture, $"|{query.Interval?.Count}{query.Interval?.Unit}");
        AppendText(key, query.TimeZone);
        AppendList(key, query.GroupBy);
        AppendList(key, query.Breakdowns);
        key.Append('|').Append(query.Where.Count);
        foreach (UsageFilter filter in query.Where)
        {
            AppendText(key, filter.Dimension.Name);
            key.Append(CultureInfo.InvariantCulture, $"|{filter.Operator}|{filter.Values.Count}");
            foreach (string value in filter.Values) AppendText(key, value);
        }

        return key.ToString();
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
