using System.Text.Json;

namespace TokenUsage.Tests.Providers;

/// <summary>The recorded exchanges that <c>TOKENUSAGE_DATA</c> points to.</summary>
internal static class Recordings
{
    public const string SkipReason = "TOKENUSAGE_DATA is not set: it points to the folder with recordings/*.har.";

    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("TOKENUSAGE_DATA") is { Length: > 0 } data
        ? Path.Combine(data, "recordings")
        : null;

    public static IEnumerable<Recording> Read(string pattern)
    {
        foreach (string file in Directory.EnumerateFiles(Folder!, pattern).Order(StringComparer.Ordinal))
        {
            using var har = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement entry in har.RootElement.GetProperty("log").GetProperty("entries").EnumerateArray())
            {
                yield return Recording.From(Path.GetFileNameWithoutExtension(file), entry);
            }
        }
    }
}
