using System.Collections.Immutable;
using System.Globalization;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Sorts the amounts of one LiteLLM entry into cards.</summary>
internal sealed class LiteLlmCards
{
    private const decimal PerMillion = 1_000_000m;

    private readonly CardDraft _standard = new();
    private readonly Dictionary<string, CardDraft> _variants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _search = new(StringComparer.Ordinal);
    private readonly List<(CardDraft Card, Meter Meter, long Threshold, decimal Amount)> _tiers = [];
    private readonly List<LiteLlmStep> _resultSteps = [];

    public void Add(in LiteLlmKey key, decimal amount)
    {
        decimal published = Scale(key.Meter, amount);
        CardDraft card = key.Variant is null ? _standard : VariantOf(key.Variant);
        if (key.Threshold is { } threshold)
        {
            _tiers.Add((card, key.Meter, threshold, published));
        }
        else
        {
            // Two keys may mean one meter (seconds of input, seconds of audio): the first stays.
            if (!card.Rates.ContainsKey(key.Meter)) card.Set(key.Meter, new Rate(published, key.Per));
        }
    }

    public void SetDefault(Meter meter, decimal amount)
    {
        if (!_standard.Rates.ContainsKey(meter)) _standard.SetPerToken(meter, Scale(meter, amount));
    }

    public void SetSearch(string size, decimal amount) => _search[size] = amount;

    public void AddStep(LiteLlmStep step)
    {
        if (step.IsByResults)
        {
            _resultSteps.Add(step);
            return;
        }

        foreach ((Meter meter, decimal amount) in step.Amounts)
        {
            decimal published = Scale(meter, amount);
            if (step.Above == 0) _standard.SetPerToken(meter, published);
            else _standard.AddTier(meter, new Tier(step.Above, Inclusive: false, published));
        }
    }

    /// <summary>Settles what depends on the whole entry: its members come in any order.</summary>
    public void Arrange(string? provider, string? mode, bool isPerPrompt)
    {
        foreach ((CardDraft card, Meter meter, long threshold, decimal amount) in _tiers)
        {
            // The vendor says "200,000 and more"; the key's name cannot.
            card.AddTier(meter, new Tier(threshold, Inclusive: provider == "xai", amount));
        }

        DropRepeatedReasoning();
        ArrangeSearch(isPerPrompt, isPerCall: provider == "perplexity");
        ArrangeResults();
        if (mode is "image_generation" or "image_edit") BillOutputAsImage();

        // The same thing under two units: tokens bill, where they are reported.
        bool isTranscription = mode == "audio_transcription";
        Link("text", Meter.Input, Meter.InputCharacters);
        Link("text out", Meter.Output, Meter.OutputCharacters);
        Link("image out", Meter.OutputImage, Meter.OutputImages);
        Link("image in", Meter.InputImage, Meter.InputImages);
        if (isTranscription) Link("audio", Meter.Input, Meter.AudioSeconds);
        if (isTranscription) Link("audio", Meter.InputAudio, Meter.AudioSeconds);
    }

    public ImmutableArray<RateCard> ToCards()
    {
        var cards = ImmutableArray.CreateBuilder<RateCard>();
        if (!_standard.IsEmpty) cards.Add(_standard.ToCard());
        foreach (CardDraft variant in _variants.Values)
        {
            RateCard card = variant.ToCard();
            if (!card.Rates.IsEmpty) cards.Add(card);
        }

        return cards.ToImmutable();
    }

    private static decimal Scale(Meter meter, decimal amount)
    {
        if (!MeterFacts.IsToken(meter)) return amount;

        decimal perMillion = amount * PerMillion;
        // The file was written by floating-point programs: 0.18000000000000002 was 0.18.
        return perMillion == 0 ? 0 : HasMoreThan12Digits(perMillion) ? RoundTo12Digits(perMillion) : perMillion;
    }

    private static bool HasMoreThan12Digits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        ulong low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[2] != 0 || low >= 1_000_000_000_000;
    }

    private static decimal RoundTo12Digits(decimal value)
    {
        int whole = 0;
        for (decimal rest = Math.Abs(value); rest >= 1; rest /= 10) whole++;
        decimal leading = Math.Abs(value);
        int zeros = 0;
        while (whole == 0 && leading < 0.1m && zeros < 16)
        {
            leading *= 10;
            zeros++;
        }

        return Math.Round(value, Math.Clamp(12 - whole + zeros, 0, 28));
    }

    private CardDraft VariantOf(string name)
    {
        if (_variants.TryGetValue(name, out CardDraft? variant)) return variant;

        string[] labels = name == "priority" ? ["priority", "fast"] : [name];
        return _variants[name] = Variant(name, new AttributeTest(AttributeTest.Tier, [.. labels]));
    }

    private static CardDraft Variant(string name, params AttributeTest[] tests) => new()
    {
        Name = name,
        IsVariant = true,
        When = new PriceCondition { Attributes = [.. tests] },
    };

    // Stated again, reasoning would keep its base amount where the output's amount changes.
    private void DropRepeatedReasoning()
    {
        if (_standard.Rates.TryGetValue(Meter.Reasoning, out Rate? reasoning)
            && _standard.Rates.TryGetValue(Meter.Output, out Rate? output) && reasoning.Amount == output.Amount)
        {
            _standard.Remove(Meter.Reasoning);
        }
    }

    // A model that makes images alone has no other output than image tokens.
    private void BillOutputAsImage()
    {
        if (!_standard.Rates.ContainsKey(Meter.Output)
            && _standard.Rates.TryGetValue(Meter.OutputImage, out Rate? image))
        {
            _standard.Set(Meter.Output, image);
        }
    }

    private void ArrangeSearch(bool isPerPrompt, bool isPerCall)
    {
        if (_search.Count == 0) return;

        // Perplexity asks for every request, whether its answer counts searches or not.
        Meter meter = isPerCall ? Meter.Requests : Meter.WebSearches;
        decimal medium = _search.TryGetValue("medium", out decimal stated) ? stated : _search.Values.First();
        _standard.Set(meter, SearchRate(medium, isPerPrompt));
        foreach ((string size, decimal amount) in _search)
        {
            if (amount == medium) continue;

            CardDraft card = Variant("search " + size, new AttributeTest("search_context_size", [size]));
            card.Set(meter, SearchRate(amount, isPerPrompt));
            _variants["search " + size] = card;
        }
    }

    private static Rate SearchRate(decimal amount, bool isPerPrompt) => new(amount, 1) { Cap = isPerPrompt ? 1 : null };

    private void ArrangeResults()
    {
        foreach (LiteLlmStep step in _resultSteps)
        {
            string range = string.Create(CultureInfo.InvariantCulture, $"{step.Above}-{step.Most}");
            CardDraft card = step.Above == 0
                ? _standard : Variant("results " + range, new AttributeTest("max_results", [range]));
            foreach ((Meter meter, decimal amount) in step.Amounts)
            {
                card.Set(meter, new Rate(amount, MeterFacts.DefaultPer(meter)));
            }

            if (card != _standard) _variants[card.Name] = card;
        }
    }

    private void Link(string group, Meter preferred, Meter other)
    {
        if (!_standard.Rates.TryGetValue(preferred, out Rate? first)) return;
        if (!_standard.Rates.TryGetValue(other, out Rate? second)) return;

        _standard.Set(preferred, first with { Alternative = group });
        _standard.Set(other, second with { Alternative = group });
    }
}
