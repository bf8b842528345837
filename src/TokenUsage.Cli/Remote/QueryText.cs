using System.Globalization;
using System.Text;

namespace TokenUsage.Cli.Remote;

/// <summary>Writes what stands behind the question mark of an address.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string name, string? value)
    {
        if (value is null) return this;

        _text.Append(_text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=')
            .Append(Uri.EscapeDataString(value));
        return this;
    }

    public QueryText Add(string name, IFormattable? value) =>
        Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    public QueryText Add(TimeRange range) => range.Length is { } length
        ? Add("range", $"{Math.Max(1, (long)Math.Ceiling(length.TotalSeconds))}s")
        : Add("from", range.From?.ToString("O", CultureInfo.InvariantCulture))
            .Add("to", range.To?.ToString("O", CultureInfo.InvariantCulture));

    public QueryText Add(TimeInterval? interval)
    {
        if (interval is not { } known) return this;

        string unit = known.Unit switch
        {
            TimeUnit.Minute => "m",
            TimeUnit.Hour => "h",
            TimeUnit.Day => "d",
            TimeUnit.Week => "w",
            _ => "mo",
        };
        return Add("interval", string.Create(CultureInfo.InvariantCulture, $"{known.Count}{unit}"));
    }

    public QueryText Add(string name, IReadOnlyList<Dimension> dimensions) =>
        dimensions.Count == 0 ? this : Add(name, string.Join(',', dimensions.Select(dimension => dimension.Name)));

    /// <summary>Writes filters, of which all must hold.</summary>
    /// <exception cref="InputException">None can: in one question the service joins a dimension's values with "or".</exception>
    public QueryText Add(IEnumerable<UsageFilter> filters)
    {
        foreach (IGrouping<(Dimension Dimension, FilterOperator Operator), UsageFilter> same in
            filters.GroupBy(filter => (filter.Dimension, filter.Operator)))
        {
            string name = same.Key.Dimension.Name;
            switch (same.Key.Operator)
            {
                case FilterOperator.Missing:
                    Add("missing", name);
                    break;
                case FilterOperator.Present:
                    Add("present", name);
                    break;
                case FilterOperator.NotIn:
                    foreach (string value in same.SelectMany(filter => filter.Values)) Add("not." + name, value);
                    break;
                default:
                    foreach (string value in CommonTo(name, same)) Add(name, value);
                    break;
            }
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private static string[] CommonTo(string name, IEnumerable<UsageFilter> filters)
    {
        string[] common = [.. filters.Select(filter => filter.Values.AsEnumerable())
            .Aggregate((all, more) => all.Intersect(more, StringComparer.Ordinal))];
        return common.Length > 0
            ? common
            : throw new InputException($"No call has all of these values of {name}; write {name}=a,b for any of them.");
    }
}
