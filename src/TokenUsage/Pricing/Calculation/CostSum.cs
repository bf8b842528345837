using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>A cost while it is added up.</summary>
internal struct CostSum
{
    private string? _billedGroup;
    private int _billedMeter;
    private bool _hasFees;
    private bool _hasInput;
    private bool _hasOutput;

    public readonly decimal Usd => !_hasFees ? InputUsd + OutputUsd : InputUsd + OutputUsd + FeesUsd;

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

        if (rate.IsPlain && Lines is null && !HasFactor)
        {
            Count(meter, rate.Unit * quantity, slot.Flags);
            return;
        }

        if (rate.Alternative is not null && !IsFirstOf(rate.Alternative, meter)) return;

        decimal usd = rate.CostOf(quantity, cells, out decimal amount, out decimal billed);
        bool isMultiplied = HasFactor && IsToken(meter);
        if (isMultiplied) usd *= Factor;

        Count(meter, usd, slot.Flags);
        if (Lines is not null)
        {
            decimal factor = isMultiplied ? Factor : 1;
            Explain(Lines, new CostLine((Meter)meter, billed, amount, rate.Rate.Per, factor, usd, slot.Flags));
        }
    }

    private static void Explain(List<CostLine> lines, in CostLine line) => lines.Add(line);

    // Three sums that are joined once: an addition of decimals is as dear as the product before it.
    private void Count(int meter, decimal usd, CostFlags flags)
    {
        Flags |= flags;
        Priced++;
        if (meter <= (int)Meter.CacheWrite1h)
        {
            InputUsd = _hasInput ? InputUsd + usd : usd;
            _hasInput = true;
        }
        else if (meter <= (int)Meter.Citation)
        {
            OutputUsd = _hasOutput ? OutputUsd + usd : usd;
            _hasOutput = true;
        }
        else
        {
            FeesUsd += usd;
            _hasFees = true;
        }
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
