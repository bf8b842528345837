using System.Collections.Immutable;
using System.Text.Json;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads genai-prices' <c>data.json</c>, version 2: an array of providers.</summary>
internal static class GenaiPricesReader
{
    public const string Id = "genai-prices";

    public static ImportedCatalog Read(ReadOnlySpan<byte> utf8, string version, DateTimeOffset? asOf)
    {
        var json = new Utf8JsonReader(utf8, PriceJson.Options);
        json.Read();
        PriceJson.Expect(json, JsonTokenType.StartArray, "The genai-prices file");
        var gates = new ImportGates();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var providers = ImmutableArray.CreateBuilder<ProviderPrices>();
        int entries = 0;
        while (PriceJson.NextItem(ref json))
        {
            providers.Add(ReadProvider(ref json, gates, unknown, ref entries));
        }

        var catalog = new PriceCatalog(Id, version, asOf, providers.ToImmutable(), OwnNamesOnly: true);
        return new ImportedCatalog(
            catalog, new ImportReport(Id, entries, catalog.ModelCount, gates.Quarantined, [.. unknown]));
    }

    private static ProviderPrices ReadProvider(
        ref Utf8JsonReader json, ImportGates gates, SortedSet<string> unknown, ref int entries)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "A provider");
        string id = "";
        NameRule? address = null;
        NameRule? providerMatch = null;
        NameRule? modelMatch = null;
        ImmutableArray<FallbackRule> fallbacks = [];
        ImmutableArray<ModelPrices> models = [];
        while (PriceJson.NextMember(ref json, out string name))
        {
            switch (name)
            {
                case "id": id = PriceJson.Text(json, name); break;
                case "api_pattern": address = GenaiPricesNames.Pattern(PriceJson.Text(json, name)); break;
                case "provider_match": providerMatch = GenaiPricesNames.Read(ref json); break;
                case "model_match": modelMatch = GenaiPricesNames.Read(ref json); break;
                case "fallback_model_providers":
                    fallbacks = [.. CatalogReader.Texts(ref json, name).Select(other => new FallbackRule(other, []))];
                    break;
                case "models": models = ReadModels(ref json, id, gates, unknown, ref entries); break;
                default: json.Skip(); break;
            }
        }

        return new ProviderPrices
        {
            Id = id,
            AddressMatch = address,
            ProviderMatch = providerMatch,
            ModelMatch = modelMatch,
            Fallbacks = fallbacks,
            Models = models,
        };
    }

    private static ImmutableArray<ModelPrices> ReadModels(
        ref Utf8JsonReader json, string provider, ImportGates gates, SortedSet<string> unknown, ref int entries)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "models");
        var known = new HashSet<string>(StringComparer.Ordinal);
        var models = ImmutableArray.CreateBuilder<ModelPrices>();
        while (PriceJson.NextItem(ref json))
        {
            entries++;
            var entry = new GenaiPricesEntry(provider);
            while (PriceJson.NextMember(ref json, out string name)) entry.Read(ref json, name);
            foreach (string key in entry.UnknownKeys) unknown.Add($"{key} ({provider}/{entry.Id})");

            if (!known.Add(entry.Id))
            {
                gates.Quarantine(provider, entry.Id, "duplicate", "A model of that name came before.");
            }
            else if (entry.Fault is { } fault)
            {
                gates.Quarantine(provider, entry.Id, "not-a-number", fault);
            }
            else if (gates.Inspect(provider, entry.ToModel()) is { } model)
            {
                models.Add(model);
            }
        }

        return models.ToImmutable();
    }
}
