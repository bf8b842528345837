using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>The price list that is part of the library: needs no network and no file.</summary>
internal static class BuiltInPrices
{
    private const string Prefix = "TokenUsage.Pricing.Catalog.";

    private static readonly Lazy<PriceCatalog> Loaded = new(Load);

    public static PriceCatalog Catalog => Loaded.Value;

    private static PriceCatalog Load()
    {
        Assembly assembly = typeof(BuiltInPrices).Assembly;
        var providers = ImmutableArray.CreateBuilder<ProviderPrices>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        DateTimeOffset? asOf = null;
        foreach (string name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;

            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            hash.AppendData(content);
            PriceCatalog file = CatalogReader.Read(content, "built-in", "");
            providers.AddRange(file.Providers);
            if (asOf is null || file.AsOf > asOf) asOf = file.AsOf;
        }

        string version = CatalogVersion.Of("built-in", asOf, hash.GetHashAndReset());
        return new PriceCatalog("built-in", version, asOf, providers.ToImmutable());
    }
}
