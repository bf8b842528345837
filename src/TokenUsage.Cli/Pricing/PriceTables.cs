using Spectre.Console;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Cli.Pricing;

/// <summary>The tables of <c>token-usage prices</c>.</summary>
internal static class PriceTables
{
    public static void List(IAnsiConsole console, PriceCatalog catalog, string? provider)
    {
        Table table = Headed("provider", "model", "input", "cached", "written", "output", "cards");
        foreach (ProviderPrices prices in catalog.Providers)
        {
            if (provider is not null && !prices.Id.Equals(provider, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (ModelPrices model in prices.Models)
            {
                RateCard? card = model.Cards.LastOrDefault(candidate => !candidate.IsVariant);
                table.AddRow(
                    Markup.Escape(prices.Id), Markup.Escape(model.Id), Amount(card, Meter.Input),
                    Amount(card, Meter.CacheRead),
                    Amount(card, Meter.CacheWrite), Amount(card, Meter.Output),
                    model.Declared == PriceDeclaration.Priced ? $"{model.Cards.Length}" : model.Declared.ToString());
            }
        }

        console.Write(table);
        console.MarkupLineInterpolated($"{catalog.Version}: {table.Rows.Count} models, USD per million tokens");
    }

    public static void Show(IAnsiConsole console, string provider, ModelPrices model)
    {
        console.MarkupLineInterpolated($"[bold]{provider}/{model.Id}[/] {model.Declared}");
        if (model.Note is not null) console.MarkupLineInterpolated($"{model.Note}");
        Table table = Headed("card", "what", "USD", "per", "beyond");
        foreach (RateCard card in model.Cards)
        {
            foreach ((Meter meter, Rate rate) in card.Rates)
            {
                string tiers = string.Join("; ", rate.Tiers.Select(tier =>
                    $"{(tier.Inclusive ? "≥" : ">")} {tier.Threshold:#,0}: {PriceAnswer.ExactText(tier.Amount)}"));
                table.AddRow(
                    Markup.Escape(card.Name + Condition(card.When)), MeterFacts.NameOf(meter),
                    PriceAnswer.ExactText(rate.Amount)!,
                    $"{rate.Per:#,0}", tiers);
            }
        }

        console.Write(table);
        foreach (Multiplier multiplier in model.Multipliers)
        {
            console.MarkupLineInterpolated(
                $"× {PriceAnswer.ExactText(multiplier.Factor)} {multiplier.Name}{Condition(multiplier.When)}");
        }
    }

    /// <returns>0 when the two agree, 1 when they differ.</returns>
    public static int Diff(IAnsiConsole console, PriceCatalog left, PriceCatalog right)
    {
        Table table = Headed("provider", "model", "what", left.Id, right.Id);
        int shared = 0;
        foreach ((string provider, ModelPrices old, ModelPrices young) in Shared(left, right))
        {
            shared++;
            RateCard? oldCard = old.Cards.LastOrDefault(card => !card.IsVariant);
            RateCard? youngCard = young.Cards.LastOrDefault(card => !card.IsVariant);
            foreach (Meter meter in Enum.GetValues<Meter>())
            {
                string before = Amount(oldCard, meter);
                string after = Amount(youngCard, meter);
                if (before != after)
                    table.AddRow(
                        Markup.Escape(provider), Markup.Escape(old.Id), MeterFacts.NameOf(meter), before, after);
            }
        }

        console.Write(table);
        console.MarkupLineInterpolated($"{shared} models in both; {table.Rows.Count} rates differ");
        return table.Rows.Count == 0 ? 0 : 1;
    }

    public static void Report(IAnsiConsole console, ImportReport report)
    {
        Table table = Headed("gate", "provider", "model", "left out", "why");
        foreach (QuarantinedPrice price in report.Quarantined)
        {
            table.AddRow(
                price.Gate, Markup.Escape(price.Provider), Markup.Escape(price.Model),
                price.WholeModel ? "model" : "rate",
                Markup.Escape(price.Detail));
        }

        console.Write(table);
        foreach (string key in report.UnknownKeys) console.MarkupLineInterpolated($"not understood: {key}");
        string read = $"{report.Entries} entries, {report.Models} models imported, {report.Repeated} repeated";
        int rates = report.Quarantined.Length - report.QuarantinedModels;
        console.MarkupLineInterpolated(
            $"{report.Format}: {read}, {report.QuarantinedModels} models and {rates} rates left out");
    }

    private static IEnumerable<(string Provider, ModelPrices Left, ModelPrices Right)> Shared(
        PriceCatalog left, PriceCatalog right)
    {
        foreach (ProviderPrices provider in left.Providers)
        {
            ProviderPrices? other = right.Providers.FirstOrDefault(candidate => candidate.Id == provider.Id);
            if (other is null) continue;

            var models = other.Models.ToDictionary(model => model.Id, StringComparer.OrdinalIgnoreCase);
            foreach (ModelPrices model in provider.Models)
            {
                if (models.TryGetValue(model.Id, out ModelPrices? match)) yield return (provider.Id, model, match);
            }
        }
    }

    private static Table Headed(params string[] headings)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string heading in headings) table.AddColumn(heading);
        return table;
    }

    private static string Amount(RateCard? card, Meter meter) =>
        card?.Rates.TryGetValue(meter, out Rate? rate) == true ? PriceAnswer.ExactText(rate.Amount)! : "";

    private static string Condition(PriceCondition when)
    {
        string attributes = string.Concat(when.Attributes.Select(test =>
            $" {test.Name}{(test.Except ? "≠" : "=")}{string.Join('|', test.Values)}"));
        string from = when.From is { } start ? $" from {start:yyyy-MM-dd HH:mm}Z" : "";
        string until = when.Until is { } end ? $" until {end:yyyy-MM-dd HH:mm}Z" : "";
        string windows = when.Windows.IsEmpty
            ? "" : " " + string.Join(", ", when.Windows.Select(w => $"{w.Start:HH:mm}-{w.End:HH:mm}"));
        return attributes + from + until + windows;
    }
}
