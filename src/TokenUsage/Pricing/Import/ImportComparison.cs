using System.Collections.Immutable;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Compares a new import with the one in force, which knows what a price was yesterday.</summary>
internal static class ImportComparison
{
    private const decimal MostTimes = 5m;
    private const decimal MostGone = 0.05m;

    /// <summary>Accepts an import, with the old prices in place of those that moved too far.</summary>
    /// <exception cref="PriceFileException">Too many models are gone: the file is more likely cut than cleaned.</exception>
    public static ImportedCatalog Accept(ImportedCatalog? old, ImportedCatalog young)
    {
        if (old is null || old.Catalog.Id != young.Catalog.Id) return young;

        Dictionary<(string, string), ModelPrices> before = Index(old.Catalog);
        Dictionary<(string, string), ModelPrices> after = Index(young.Catalog);
        int gone = before.Keys.Count(key => !after.ContainsKey(key));
        if (gone > before.Count * MostGone)
        {
            throw new PriceFileException(
                $"{gone} of {before.Count} models are gone, more than 5 %; the file may be truncated.");
        }

        var gates = new ImportGates();
        ImmutableArray<ProviderPrices> providers = [.. young.Catalog.Providers.Select(provider => provider.With(
            [.. provider.Models.Select(model => Choose(provider.Id, model, before, gates))]))];
        return new ImportedCatalog(
            young.Catalog with { Providers = providers },
            young.Report with { Quarantined = young.Report.Quarantined.AddRange(gates.Quarantined) });
    }

    private static ModelPrices Choose(
        string provider, ModelPrices young, Dictionary<(string, string), ModelPrices> before, ImportGates gates)
    {
        if (!before.TryGetValue((provider, young.Id), out ModelPrices? old)) return young;
        if (Moved(old, young) is not { } moved) return young;

        gates.Quarantine(provider, young.Id, "price-moved", moved);
        return old;
    }

    private static string? Moved(ModelPrices old, ModelPrices young)
    {
        foreach (Meter meter in (Meter[])[Meter.Input, Meter.Output])
        {
            decimal before = AmountOf(old, meter);
            decimal after = AmountOf(young, meter);
            if (before == 0 || after == 0) continue;
            if (after > before * MostTimes || before > after * MostTimes)
            {
                return $"{MeterFacts.NameOf(meter)} moved from {before} to {after}, more than {MostTimes} times.";
            }
        }

        return null;
    }

    private static decimal AmountOf(ModelPrices model, Meter meter) =>
        model.Cards.LastOrDefault(card => !card.IsVariant)?.Rates.GetValueOrDefault(meter)?.Amount ?? 0;

    private static Dictionary<(string, string), ModelPrices> Index(PriceCatalog catalog)
    {
        var index = new Dictionary<(string, string), ModelPrices>();
        foreach (ProviderPrices provider in catalog.Providers)
        {
            foreach (ModelPrices model in provider.Models) index.TryAdd((provider.Id, model.Id), model);
        }

        return index;
    }
}
