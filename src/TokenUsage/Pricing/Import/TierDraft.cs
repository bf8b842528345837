using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>A tier while it is read.</summary>
internal struct TierDraft
{
    private decimal _threshold;
    private bool _inclusive;
    private TierBasis _basis;
    private TierMode _mode;

    public bool TryRead(in Utf8JsonReader json, string name)
    {
        switch (name)
        {
            case "above": _threshold = PriceJson.Number(json, name); break;
            case "from":
                _threshold = PriceJson.Number(json, name);
                _inclusive = true;
                break;
            case "basis": _basis = Named<TierBasis>(json, name); break;
            case "mode": _mode = Named<TierMode>(json, name); break;
            default: return false;
        }

        return true;
    }

    public readonly Tier ToTier(decimal amount) => new(_threshold, _inclusive, amount, _basis, _mode);

    private static T Named<T>(in Utf8JsonReader json, string what)
        where T : struct, Enum =>
        Enum.TryParse(PriceJson.Text(json, what), ignoreCase: true, out T value) ? value : throw new PriceFileException(
            $"{what} is {PriceJson.Say(json)}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
}
