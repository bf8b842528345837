using System.Globalization;

namespace TokenUsage.Pricing.Import;

/// <summary>Names a state of a price list: <c>built-in@2026-09-23-1f0c9a2b</c>.</summary>
internal static class CatalogVersion
{
    public static string Of(string id, DateTimeOffset? asOf, ReadOnlySpan<byte> hash)
    {
        string digest = Convert.ToHexStringLower(hash[..4]);
        return asOf is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{id}@{at:yyyy-MM-dd}-{digest}") : $"{id}@{digest}";
    }
}
