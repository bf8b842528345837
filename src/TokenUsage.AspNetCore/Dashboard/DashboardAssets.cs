using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.AspNetCore.Dashboard;

/// <summary>The embedded files of the pages, under one hash of them all: a browser keeps them until any of them changes.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "assets/";
    private const string Document = "index.html";

    private static readonly FrozenDictionary<string, DashboardAsset> Files = ReadAll();

    private static readonly string Hash = HashOf(Files);

    /// <summary>Gets the names of the pages beside the overview.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        ["explore", "users", "models", "features", "quotas", "alerts", "insights", "live", "health"];

    /// <summary>Gets the document that every page is.</summary>
    public static byte[] Page { get; } = Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Files[Document].Content).Replace("{hash}", Hash, StringComparison.Ordinal));

    public static DashboardAsset? Find(string hash, string name) =>
        hash == Hash && name != Document ? Files.GetValueOrDefault(name) : null;

    private static FrozenDictionary<string, DashboardAsset> ReadAll()
    {
        Assembly assembly = typeof(DashboardAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static DashboardAsset Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new DashboardAsset(content, TypeOf(name));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };

    private static string HashOf(FrozenDictionary<string, DashboardAsset> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in files.Keys.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(files[name].Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 10));
    }
}
