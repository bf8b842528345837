namespace TokenUsage.Providers.Readers;

/// <summary>What the path of an address says.</summary>
internal static class Address
{
    private static readonly string[] ModelMarks = ["/deployments/", "/models/", "/model/"];

    /// <summary>Says whether the path ends in a suffix, itself beginning with a slash; a slash behind it does not matter.</summary>
    public static bool Ends(ReadOnlySpan<char> path, string suffix) =>
        path.TrimEnd('/').EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says whether a common word at the path's end means a model call: <c>/responses</c> alone could be anybody's.</summary>
    public static bool EndsVersioned(WireRequest request, string suffix) =>
        Ends(request.Path, suffix)
        && (request.Path.Contains("/v1", StringComparison.OrdinalIgnoreCase)
            || request.Path.Contains("openai", StringComparison.OrdinalIgnoreCase)
            || ProviderNames.FindHost(request.Host) is not null);

    /// <summary>Finds the model that a path names: Gemini's, Bedrock's, an Azure deployment.</summary>
    public static string? Model(string path)
    {
        foreach (string mark in ModelMarks)
        {
            int start = path.LastIndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (start < 0) continue;

            ReadOnlySpan<char> rest = path.AsSpan(start + mark.Length).TrimEnd('/');
            int end = EndOfModel(rest, mark);
            return end > 0 ? Uri.UnescapeDataString(rest[..end]) : null;
        }

        return null;
    }

    // A Bedrock model may be an ARN with slashes and colons of its own, a Gemini model ends at the verb's colon.
    private static int EndOfModel(ReadOnlySpan<char> rest, string mark) => mark switch
    {
        "/models/" => rest.LastIndexOf(':'),
        "/model/" => rest.LastIndexOf('/'),
        _ => rest.IndexOf('/'),
    };
}
