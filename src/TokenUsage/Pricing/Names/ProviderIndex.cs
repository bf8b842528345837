using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Names;

/// <summary>Finds the models of one provider in one catalogue.</summary>
internal sealed class ProviderIndex
{
    private readonly Dictionary<string, ModelPrices> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ModelPrices Model, NameRule Rule)> _patterns = [];
    private readonly bool _ownNamesOnly;

    public ProviderIndex(ProviderPrices provider, bool ownNamesOnly)
    {
        Provider = provider;
        _ownNamesOnly = ownNamesOnly;
        foreach (ModelPrices model in provider.Models)
        {
            if (!ownNamesOnly) _exact.TryAdd(model.Id, model);
        }

        foreach (ModelPrices model in provider.Models)
        {
            foreach (NameRule rule in model.Names)
            {
                foreach (string name in rule.ExactNames()) _exact.TryAdd(name, model);
                if (rule.Kind != NameRuleKind.Equal) _patterns.Add((model, rule));
            }
        }
    }

    public ProviderPrices Provider { get; }

    /// <summary>Finds a model by the readings of its name, surest first.</summary>
    public (ModelPrices Model, string How, CostFlags Flags)? Find(List<NameCandidate> readings)
    {
        foreach (NameCandidate reading in readings)
        {
            if (_ownNamesOnly && !IsOwnReading(reading)) continue;
            if (_exact.TryGetValue(reading.Name, out ModelPrices? model)) return (model, reading.How, reading.Flags);

            // Patterns see what the caller named, not what we made of it.
            if ((reading.Flags & CostFlags.SnapshotAssumed) == 0 && FindByPattern(reading) is { } found) return found;
        }

        return null;
    }

    private static bool IsOwnReading(in NameCandidate reading) => reading.How is "" or "dated";

    private (ModelPrices Model, string How, CostFlags Flags)? FindByPattern(in NameCandidate reading)
    {
        foreach ((ModelPrices model, NameRule rule) in _patterns)
        {
            NameMatch match = rule.Match(reading.Name, model.Id);
            if (match == NameMatch.None) continue;

            return match == NameMatch.Sure
                ? (model, "pattern", reading.Flags)
                : (model, "loose pattern", reading.Flags | CostFlags.PrefixMatch);
        }

        return null;
    }
}
