using System.Collections.Immutable;
using System.Text.Json;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads LiteLLM's <c>model_prices_and_context_window.json</c>.</summary>
/// <remarks>One pass, no document: amounts go from the file's digits to <see cref="decimal"/> and never through a double.</remarks>
internal static class LiteLlmReader
{
    public const string Id = "litellm";

    // Not a model each: documentation of the format, and rules for names.
    private static readonly string[] NoModels = ["sample_spec", "fallback_generalizations"];

    public static ImportedCatalog Read(ReadOnlySpan<byte> utf8, string version, DateTimeOffset? asOf)
    {
        var json = new Utf8JsonReader(utf8, PriceJson.Options);
        json.Read();
        PriceJson.Expect(json, JsonTokenType.StartObject, "The LiteLLM file");
        var gates = new ImportGates();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var providers = new Dictionary<string, Dictionary<string, ModelPrices>>(StringComparer.Ordinal);
        var keys = new LiteLlmKeys();
        int entries = 0;
        while (PriceJson.NextMember(ref json, out string key))
        {
            if (NoModels.Contains(key))
            {
                json.Skip();
                continue;
            }

            entries++;
            Add(ReadEntry(ref json, key, keys), providers, gates, unknown);
        }

        ImmutableArray<ProviderPrices> list = [.. providers.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => ToProvider(pair.Key, [.. pair.Value.Values]))];
        var catalog = new PriceCatalog(Id, version, asOf, list);
        return new ImportedCatalog(
            catalog, new ImportReport(Id, entries, catalog.ModelCount, gates.Quarantined, [.. unknown]));
    }

    private static LiteLlmEntry ReadEntry(ref Utf8JsonReader json, string key, LiteLlmKeys keys)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, $"The entry '{key}'");
        var entry = new LiteLlmEntry(key, keys);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!LiteLlmEntry.IsOfInterest(json.ValueSpan))
            {
                // Two thirds of the file: what a model supports, not what it costs.
                json.Read();
                json.Skip();
                continue;
            }

            string name = json.GetString()!;
            json.Read();
            entry.Read(ref json, name);
        }

        return entry;
    }

    private static void Add(
        LiteLlmEntry entry,
        Dictionary<string, Dictionary<string, ModelPrices>> providers,
        ImportGates gates,
        SortedSet<string> unknown)
    {
        string provider = ProviderOf(entry.Provider);
        foreach (string key in entry.UnknownKeys)
        {
            if (unknown.Count < 200) unknown.Add($"{key} ({entry.Key})");
        }

        if (entry.Fault is { } fault)
        {
            gates.Quarantine(provider, entry.Key, "not-a-number", fault);
            return;
        }

        if (gates.Inspect(provider, entry.ToModel(StripProvider(entry.Key, provider))) is not { } model) return;
        if (!providers.TryGetValue(provider, out Dictionary<string, ModelPrices>? models))
        {
            providers[provider] = models = new Dictionary<string, ModelPrices>(StringComparer.OrdinalIgnoreCase);
        }

        if (models.TryAdd(model.Id, model) || models[model.Id].CostsTheSameAs(model)) return;

        // "provider/model" is the more special key, and wins over "model" wherever it stands in the file.
        bool isPrefixed = entry.Key != model.Id;
        if (isPrefixed) models[model.Id] = model;
        gates.Quarantine(
            provider, isPrefixed ? model.Id : entry.Key, "duplicate",
            "Another entry of that name states other prices.");
    }

    private static ProviderPrices ToProvider(string id, ImmutableArray<ModelPrices> models) => new()
    {
        Id = id,
        Models = models,
        // Azure serves what it does not list itself under a second name of the same file.
        Fallbacks = id == "azure" ? [new FallbackRule("azure_ai", [])] : [],
    };

    private static string ProviderOf(string? stated)
    {
        string provider = stated ?? "unknown";
        if (provider.StartsWith("vertex_ai", StringComparison.Ordinal)) provider = "vertex_ai";
        return ProviderNames.Canonical(provider);
    }

    private static string StripProvider(string key, string provider)
    {
        int slash = key.IndexOf('/');
        return slash > 0 && ProviderNames.Canonical(key[..slash]) == provider ? key[(slash + 1)..] : key;
    }
}
