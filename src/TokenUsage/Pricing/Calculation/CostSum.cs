using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A cost while it is added up.</summary>
internal struct CostSum
{
    private string? _billedGroup;
    private int _billedMeter;

    public decimal Usd { get; private set; }

    public decimal InputUsd { get; private set; }

    public decimal OutputUsd { get; private set; }

    public int Priced { get; private set; }

    public int Missing { get; private set; }

    public decimal Factor { get; set; }

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
        decimal factor = MeterFacts.IsToken((Meter)meter) ? Factor : 1;
        if (factor != 1) usd *= factor;

        Usd += usd;
        if (MeterFacts.IsInput((Meter)meter)) InputUsd += usd;
        if (MeterFacts.IsOutput((Meter)meter)) OutputUsd += usd;
        Flags |= slot.Flags;
        Priced++;
        Lines?.Add(new CostLine((Meter)meter, billed, amount, rate.Rate.Per, factor, usd, slot.Flags));
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
