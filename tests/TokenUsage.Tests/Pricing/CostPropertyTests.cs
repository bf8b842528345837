using CsCheck;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Calculation;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

public class CostPropertyTests
{
    // Flat rates: with tiers, cost is not additive, and is not meant to be.
    private static readonly CallPricer Flat = Of(Provider("acme", """
        {"id":"m","rates":{"input":3,"inputAudio":10,"cacheRead":0.3,"cacheReadAudio":1,"cacheWrite":3.75,"cacheWrite1h":6,
         "output":15,"reasoning":20,"outputAudio":40,"webSearches":0.01}}
        """));

    private static readonly Gen<long> Count = Gen.Long[0, 1_000_000];

    private static readonly Gen<(long Text, long Cached, long Written, long Output, long Reasoning)> Cells =
        Gen.Select(Count, Count, Count, Count, Count);

    [Fact]
    public void Cost_is_additive_over_disjoint_cells() => Cells.Sample(cells =>
    {
        decimal whole = Cost(cells.Text, cells.Cached, cells.Written, cells.Output, cells.Reasoning);
        decimal parts = Cost(cells.Text, 0, 0, 0, 0) + Cost(0, cells.Cached, 0, 0, 0) + Cost(0, 0, cells.Written, 0, 0)
            + Cost(0, 0, 0, cells.Output, 0) + Cost(0, 0, 0, 0, cells.Reasoning);
        return whole == parts;
    });

    [Fact]
    public void Cost_rises_with_each_count() =>
        Gen.Select(Cells, Gen.Int[0, 4], Gen.Long[1, 1_000]).Sample((cells, which, more) =>
        {
            decimal before = Cost(cells.Text, cells.Cached, cells.Written, cells.Output, cells.Reasoning);
            decimal after = Cost(
                cells.Text + (which == 0 ? more : 0), cells.Cached + (which == 1 ? more : 0),
                cells.Written + (which == 2 ? more : 0), cells.Output + (which == 3 ? more : 0),
                cells.Reasoning + (which == 4 ? more : 0));
            return after > before;
        });

    [Fact]
    public void The_short_way_of_text_and_the_explained_one_agree_for_every_model()
    {
        var book = new PriceBook([PriceShelf.BuiltIn]);
        (string Provider, string Model)[] models = [.. PriceShelf.BuiltIn.Index.Catalog.Providers
            .SelectMany(provider => provider.Models.Select(model => (provider.Id, model.Id)))];
        Gen<long?> tokens = Gen.OneOf(
            Gen.Const((long?)null), Gen.Long[0, 400_000].Select(value => (long?)value),
            Gen.Long[-5, TokenCounts.MaxPerCall * 2].Select(value => (long?)value));
        Gen<string> tiers = Gen.OneOf(Gen.Const(""), Gen.Const("flex"), Gen.Const("priority"));
        Gen.Select(Gen.Int[0, models.Length - 1], tokens.Array[6], tiers).Sample(
            (which, counts, tier) =>
            {
                (string provider, string model) = models[which];
                PricedUsage usage =
                    Call(provider, model, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
                usage = usage with { ServiceTier = tier };

                CallPrice brief = BuiltIn.PriceBy(book, usage);
                CallPrice explained = BuiltIn.PriceBy(book, usage, []);

                return brief.Equals(explained);
            },
            iter: 20_000);
    }

    [Fact]
    public void Cost_does_not_depend_on_the_order_of_the_meters() =>
        Gen.Select(Count, Count, Count).Sample((audio, cached, searches) =>
        {
            UsageMeter[] meters =
            [
                new(UsageMeters.InputAudio, audio), new(UsageMeters.InputAudioCached, Math.Min(audio, cached)),
                new(UsageMeters.WebSearch, searches),
            ];
            PricedUsage usage = Call("acme", "m", audio + cached, 10, cached, meters: meters);
            PricedUsage turned = Call("acme", "m", audio + cached, 10, cached, meters: [.. meters.Reverse()]);
            return Flat.Price(usage).Usd == Flat.Price(turned).Usd;
        });

    [Fact]
    public void No_usage_however_absurd_costs_less_than_nothing()
    {
        Gen<long?> anyCount = Gen.OneOf(
            Gen.Const((long?)null), Gen.Long.Select(value => (long?)value), Count.Select(value => (long?)value));
        Gen.Select(anyCount, anyCount, anyCount, anyCount, anyCount, Gen.Decimal).Sample(
            (input, cached, written, output, reasoning, quantity) =>
            {
                UsageMeter[] meters = [new(UsageMeters.InputAudio, quantity), new(UsageMeters.WebSearch, quantity)];
                PricedUsage usage =
                    Call("acme", "m", input, output, cached, written, written, reasoning, meters: meters);
                return Flat.Price(usage).Usd is null or >= 0;
            },
            iter: 20_000);
    }

    [Fact]
    public void The_cells_of_a_call_add_up_to_its_totals() => Cells.Sample(cells =>
    {
        PricedUsage usage = UsageOf(cells.Text, cells.Cached, cells.Written, cells.Output, cells.Reasoning);
        UsageCells cut = UsageCells.Cut(usage.Tokens, usage.Meters);
        long sum = 0;
        for (int i = 0; i < TokenUsage.Pricing.Schema.MeterFacts.TokenCount; i++) sum += cut[i];
        return sum == usage.Tokens.Total;
    });

    private static decimal Cost(long text, long cached, long written, long output, long reasoning) =>
        Flat.Price(UsageOf(text, cached, written, output, reasoning)).Usd!.Value;

    private static PricedUsage UsageOf(long text, long cached, long written, long output, long reasoning) =>
        Call("acme", "m", text + cached + written, output + reasoning, cached, written, null, reasoning);
}
