using System.Globalization;

namespace TokenUsage.Cli.Subscribing;

/// <summary>The address of a service's live stream, with what is wanted of it.</summary>
internal static class LiveAddress
{
    /// <param name="door">Where the service has its web door; with a slash at the end.</param>
    /// <param name="request">What is wanted.</param>
    public static Uri Of(Uri door, SubscribeRequest request) =>
        new UriBuilder(new Uri(door, "api/live")) { Query = string.Join('&', Parameters(request)) }.Uri;

    private static IEnumerable<string> Parameters(SubscribeRequest request)
    {
        if (request.Kinds.Count > 0) yield return Parameter("kinds", string.Join(',', request.Kinds));
        if (request.Interval is { } interval) yield return Parameter("interval", interval);
        if (request.Replay > 0) yield return Parameter("replay", request.Replay.ToString(CultureInfo.InvariantCulture));
        if (request.IsCompressed) yield return Parameter("compress", "true");
        foreach (UsageFilter filter in request.Where)
        {
            string name = filter.Dimension.Name;
            switch (filter.Operator)
            {
                case FilterOperator.Missing:
                    yield return Parameter("missing", name);
                    break;
                case FilterOperator.Present:
                    yield return Parameter("present", name);
                    break;
                default:
                    string prefix = filter.Operator == FilterOperator.NotIn ? "not." : "";
                    foreach (string value in filter.Values) yield return Parameter(prefix + name, value);
                    break;
            }
        }
    }

    private static string Parameter(string name, string value) =>
        $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
