using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>One step of LiteLLM's <c>tiered_pricing</c>: amounts for a range of tokens, or of results.</summary>
internal sealed class LiteLlmStep
{
    public List<(Meter Meter, decimal Amount)> Amounts { get; } = [];

    /// <summary>Excluded: ranges are open below and closed above.</summary>
    public decimal Above { get; private set; }

    public decimal? Most { get; private set; }

    public bool IsByResults { get; private set; }

    public void ReadRange(ref Utf8JsonReader json, string name)
    {
        IsByResults = name == "max_results_range";
        PriceJson.Expect(json, JsonTokenType.StartArray, name);
        int position = 0;
        while (PriceJson.NextItem(ref json))
        {
            decimal bound = PriceJson.Number(json, name);
            if (position++ == 0) Above = bound;
            else Most = bound;
        }
    }
}
