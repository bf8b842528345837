using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A cost while it is added up.</summary>
internal struct CostSum
{
    private string? _billedGroup;
    private int _billedMeter;

    public readonly decimal Usd => FeesUsd == 0 ? InputUsd + OutputUsd : InputUsd + OutputUsd + FeesUsd;

    /// <summary>What is neither input nor output: requests, searches, seconds.</summary>
    public decimal FeesUsd { get; private set; }

    public decimal InputUsd { get; private set; }

    public decimal OutputUsd { get; private set; }

    public int Priced { get; private set; }

    public int Missing { get; private set; }

    public decimal Factor { get; init; }

    public bool HasFactor { get; init; }

    public CostFlags Flags { get; set; }

    public List<CostLine>? Lines { get; init; }

    public void Add(SheetCard card, int meter, decimal quantity, in UsageCells cells, bool isAddOn)
    {
        ref readonly SheetSlot slot = ref card[meter];
        if (slot.Rate is not { } rate)
        {
            if (isAddOn) return; // an add-on names only what it adds
            Missing++;
            Flags |= CostFlags.MeterUnpriced;
            return;
        }

        if (rate.Alternative is not null && !IsFirstOf(rate.Alternative, meter)) return;

        decimal usd = rate.CostOf(quantity, cells, out decimal amount, out decimal billed);
        bool isMultiplied = HasFactor && IsToken(meter);
        if (isMultiplied) usd *= Factor;

        // Three sums that are joined once: an addition of decimals is as dear as the product before it.
        if (MeterFacts.IsInput((Meter)meter)) InputUsd += usd;
        else if (MeterFacts.IsOutput((Meter)meter)) OutputUsd += usd;
        else FeesUsd += usd;
        Flags |= slot.Flags;
        Priced++;
        Lines?.Add(new CostLine((Meter)meter, billed, amount, rate.Rate.Per, isMultiplied ? Factor : 1, usd, slot.Flags));
    }

    private static bool IsToken(int meter) => meter < MeterFacts.TokenCount;

    // One group a model is what occurs; a second one would only be billed in full.
    private bool IsFirstOf(string group, int meter)
    {
        if (_billedGroup != group)
        {
            _billedGroup = group;
            _billedMeter = meter;
        }

        return _billedMeter == meter || (IsToken(_billedMeter) && IsToken(meter));
    }
}
