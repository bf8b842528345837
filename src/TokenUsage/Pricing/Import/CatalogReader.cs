using System.Collections.Immutable;
using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads our own price files; <c>docs/prices.md</c> describes them.</summary>
/// <remarks>Strict: a key that is not known is refused by name, because a misspelt price would be missing in silence.</remarks>
internal static class CatalogReader
{
    public const string Format = "token-usage-prices/1";

    public static PriceCatalog Read(ReadOnlySpan<byte> utf8, string id, string version)
    {
        var json = new Utf8JsonReader(utf8, PriceJson.Options);
        json.Read();
        var file = new CatalogFile();
        var providers = ImmutableArray.CreateBuilder<ProviderPrices>();
        ReadProvider(ref json, file, providers, isRoot: true);
        return new PriceCatalog(id, version, file.AsOf, providers.ToImmutable());
    }

    private static void ReadProvider(
        ref Utf8JsonReader json, CatalogFile file, ImmutableArray<ProviderPrices>.Builder providers, bool isRoot)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "The price list");
        string? id = null;
        ImmutableArray<string> aliases = [];
        ImmutableArray<string> hosts = [];
        var fallbacks = ImmutableArray.CreateBuilder<FallbackRule>();
        var models = ImmutableArray.CreateBuilder<ModelPrices>();
        while (PriceJson.NextMember(ref json, out string name))
        {
            switch (name)
            {
                case "format" when isRoot: CheckFormat(json); break;
                case "source" when isRoot: PriceJson.Text(json, "source"); break;
                case "asOf" when isRoot: file.AsOf = CardReader.Instant(json, "asOf"); break;
                case "calendars" when isRoot: ReadCalendars(ref json, file); break;
                case "providers" when isRoot: ReadProviders(ref json, file, providers); break;
                case "provider": id = PriceJson.Text(json, "provider"); break;
                case "aliases": aliases = Texts(ref json, "aliases"); break;
                case "hosts": hosts = Texts(ref json, "hosts"); break;
                case "fallbacks": ReadFallbacks(ref json, fallbacks); break;
                case "models": ReadModels(ref json, file, models); break;
                default: throw Unknown(name, "the price list");
            }
        }

        if (id is null && models.Count == 0 && isRoot) return;
        if (id is null) throw new PriceFileException("A price list has models but no 'provider'; name it.");

        providers.Add(new ProviderPrices
        {
            Id = id,
            Aliases = aliases,
            HostSuffixes = hosts,
            Fallbacks = fallbacks.ToImmutable(),
            Models = models.ToImmutable(),
        });
    }

    private static void ReadProviders(
        ref Utf8JsonReader json, CatalogFile file, ImmutableArray<ProviderPrices>.Builder providers)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "providers");
        while (PriceJson.NextItem(ref json)) ReadProvider(ref json, file, providers, isRoot: false);
    }

    private static void ReadModels(
        ref Utf8JsonReader json, CatalogFile file, ImmutableArray<ModelPrices>.Builder models)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        PriceJson.Expect(json, JsonTokenType.StartArray, "models");
        while (PriceJson.NextItem(ref json))
        {
            ModelPrices model = ModelReader.Read(ref json, file);
            if (!known.Add(model.Id))
            {
                throw new PriceFileException($"The model '{model.Id}' stands twice in the price list; remove one.");
            }

            models.Add(model);
        }
    }

    private static void ReadFallbacks(ref Utf8JsonReader json, ImmutableArray<FallbackRule>.Builder fallbacks)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "fallbacks");
        while (PriceJson.NextItem(ref json))
        {
            string? provider = null;
            ImmutableArray<string> models = [];
            while (PriceJson.NextMember(ref json, out string name))
            {
                switch (name)
                {
                    case "provider": provider = PriceJson.Text(json, "fallbacks.provider"); break;
                    case "models": models = Texts(ref json, "fallbacks.models"); break;
                    default: throw Unknown(name, "fallbacks");
                }
            }

            fallbacks.Add(new FallbackRule(
                provider ?? throw new PriceFileException("A fallback names no 'provider'."), models));
        }
    }

    private static void ReadCalendars(ref Utf8JsonReader json, CatalogFile file)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "calendars");
        while (PriceJson.NextMember(ref json, out string name)) file.AddCalendar(name, Texts(ref json, name));
    }

    public static ImmutableArray<string> Texts(ref Utf8JsonReader json, string what)
    {
        if (json.TokenType == JsonTokenType.String) return [json.GetString()!];

        PriceJson.Expect(json, JsonTokenType.StartArray, what);
        var texts = ImmutableArray.CreateBuilder<string>();
        while (PriceJson.NextItem(ref json)) texts.Add(PriceJson.Text(json, what));
        return texts.ToImmutable();
    }

    public static PriceFileException Unknown(string key, string where) =>
        new($"The key '{key}' is not known in {where}; check its spelling.");

    private static void CheckFormat(in Utf8JsonReader json)
    {
        string format = PriceJson.Text(json, "format");
        if (format != Format) throw new PriceFileException($"The format is '{format}'; this version reads '{Format}'.");
    }
}
