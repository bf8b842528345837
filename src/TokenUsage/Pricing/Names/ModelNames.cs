using System.Text.RegularExpressions;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Names;

/// <summary>The ways to read a model's name, surest first.</summary>
/// <remarks>
/// Only what is understood is taken off. There is no edit distance and no longest common prefix: a price that is near
/// is a wrong price.
/// </remarks>
internal static partial class ModelNames
{
    private static readonly string[] GeoPrefixes =
        ["us.", "eu.", "apac.", "jp.", "au.", "ca.", "in.", "sa.", "us-gov.", "global.", "amer."];

    public static List<NameCandidate> Read(string provider, string model)
    {
        string trimmed = model.Trim();
        var candidates = new List<NameCandidate>(8);
        Add(candidates, trimmed, "", CostFlags.None);

        string bare = StripPath(provider, trimmed);
        Add(candidates, bare, "path", CostFlags.None);
        bare = StripProvider(provider, bare);
        Add(candidates, bare, "prefix", CostFlags.None);
        if (provider == "aws") AddBedrock(candidates, bare);
        if (provider == "vertex") AddVertex(candidates, bare);
        if (provider == "openrouter") AddRouted(candidates, bare);
        if (bare.StartsWith("ft:", StringComparison.OrdinalIgnoreCase)) AddTuned(candidates, bare);

        int readings = candidates.Count;
        for (int i = 0; i < readings; i++)
        {
            NameCandidate reading = candidates[i];
            if (TurnDate(reading.Name) is { } turned) Add(candidates, turned, "dated", reading.Flags);
        }

        // A tuned model without its date would be the price of another base.
        if (bare.StartsWith("ft:", StringComparison.OrdinalIgnoreCase)) return candidates;
        for (int i = 0; i < readings; i++)
        {
            NameCandidate reading = candidates[i];
            if (CutDate(reading.Name) is { } cut)
            {
                Add(candidates, cut, "undated", reading.Flags | CostFlags.SnapshotAssumed);
            }
        }

        return candidates;
    }

    /// <summary>The same name with its date written the other way: <c>-20250807</c> and <c>-2025-08-07</c>.</summary>
    public static string? TurnDate(string name)
    {
        Match dashed = DashedDate().Match(name);
        if (dashed.Success)
        {
            return string.Concat(
                name.AsSpan(0, dashed.Index),
                $"-{dashed.Groups[1].ValueSpan}{dashed.Groups[2].ValueSpan}{dashed.Groups[3].ValueSpan}");
        }

        Match plain = PlainDate().Match(name);
        if (!plain.Success) return null;

        string date = plain.Groups[1].Value;
        return $"{name[..plain.Index]}-{date[..4]}-{date[4..6]}-{date[6..]}";
    }

    private static void Add(List<NameCandidate> candidates, string name, string how, CostFlags flags)
    {
        if (name.Length > 0 && !candidates.Exists(known => known.Name == name)) candidates.Add(new(name, how, flags));
    }

    private static string StripPath(string provider, string name)
    {
        if (name.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)) return name[(name.LastIndexOf('/') + 1)..];

        // Vertex AI alone names models by publisher: in AI Studio such a path is a mistake, and not ours to mend.
        int models = name.LastIndexOf("models/", StringComparison.OrdinalIgnoreCase);
        bool isPath = models == 0 || (models > 0 && provider == "vertex"
            && (name.StartsWith("publishers/", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("projects/", StringComparison.OrdinalIgnoreCase)));
        return isPath ? name[(models + "models/".Length)..] : name;
    }

    private static string StripProvider(string provider, string name)
    {
        int slash = name.IndexOf('/');
        return slash > 0 && ProviderNames.Canonical(name[..slash]) == provider ? name[(slash + 1)..] : name;
    }

    private static void AddBedrock(List<NameCandidate> candidates, string name)
    {
        string unversioned = BedrockVersion().Replace(name, "");
        Add(candidates, unversioned, "version", CostFlags.None);
        foreach (string prefix in GeoPrefixes)
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;

            // A region's price may differ from the base entry's, which is all that is left to try.
            Add(candidates, name[prefix.Length..], "geo", CostFlags.AttributeMissing);
            Add(candidates, unversioned[prefix.Length..], "geo", CostFlags.AttributeMissing);
        }
    }

    private static void AddVertex(List<NameCandidate> candidates, string name)
    {
        int at = name.IndexOf('@');
        if (at < 0)
        {
            Add(candidates, name + "@default", "default", CostFlags.None);
            return;
        }

        string version = name[(at + 1)..];
        Add(candidates, name[..at], "version", version == "default" ? CostFlags.None : CostFlags.SnapshotAssumed);
        Add(candidates, $"{name[..at]}-{version}", "version", CostFlags.None);
        Add(candidates, name[..at] + "@default", "version", CostFlags.SnapshotAssumed);
    }

    // :free and :batch are prices of their own and stay; these only choose a route.
    private static void AddRouted(List<NameCandidate> candidates, string name)
    {
        foreach (string route in (string[])[":nitro", ":floor", ":exacto", ":online"])
        {
            if (name.EndsWith(route, StringComparison.OrdinalIgnoreCase))
            {
                Add(candidates, name[..^route.Length], "route", CostFlags.AttributeMissing);
            }
        }
    }

    private static void AddTuned(List<NameCandidate> candidates, string name)
    {
        int end = name.IndexOf(':', "ft:".Length);
        if (end > 0) Add(candidates, name[..end], "fine-tuned", CostFlags.None);
    }

    private static string? CutDate(string name)
    {
        Match date = DashedDate().Match(name);
        if (!date.Success) date = PlainDate().Match(name);
        return date.Success && date.Index > 0 ? name[..date.Index] : null;
    }

    [GeneratedRegex(@"-(20\d\d)-(\d\d)-(\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex DashedDate();

    [GeneratedRegex(@"[-@](20\d{6})$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainDate();

    [GeneratedRegex(@"(-v\d+)?(:\d+k?)?$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex BedrockVersion();
}
