namespace TokenUsage.Pricing.Import;

/// <summary>Remembers what the price keys of one file mean: there are about a hundred, used fifteen thousand times.</summary>
internal sealed class LiteLlmKeys
{
    private const int MaxKeys = 1000;

    private readonly Dictionary<string, LiteLlmKey?> _parsed = new(StringComparer.Ordinal);

    public bool TryParse(string key, out LiteLlmKey parsed)
    {
        if (!_parsed.TryGetValue(key, out LiteLlmKey? known))
        {
            known = LiteLlmKey.TryParse(key, out LiteLlmKey found) ? found : null;
            if (_parsed.Count < MaxKeys) _parsed[key] = known;
        }

        parsed = known ?? default;
        return known is not null;
    }
}
