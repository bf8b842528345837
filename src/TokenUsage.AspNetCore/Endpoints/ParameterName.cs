namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Finds the parameter that a fault of the core means: its members are called a little differently.</summary>
internal static class ParameterName
{
    private const string Marker = "Query.";

    public static string Of(ArgumentException exception)
    {
        string member = exception.ParamName ?? MemberIn(exception.Message);
        return member switch
        {
            "TimeZone" => "zone",
            "Where" => "filter",
            "" => "query",
            _ => char.ToLowerInvariant(member[0]) + member[1..],
        };
    }

    // "UsageQuery.Interval is 0 Day; ..."
    private static string MemberIn(string message)
    {
        int start = message.IndexOf(Marker, StringComparison.Ordinal);
        if (start < 0) return "";

        string rest = message[(start + Marker.Length)..];
        return new string([.. rest.TakeWhile(char.IsLetter)]);
    }
}
