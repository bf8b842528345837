using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>Lends a provider the prices of another one.</summary>
/// <remarks>
/// <c>Prefixes</c>: the models it is for, by the beginning of their names; none given, all. A host of another
/// maker's open model sets its own price, so that the built-in catalogue names the closed ones.
/// </remarks>
internal sealed record FallbackRule(string Provider, ImmutableArray<string> Prefixes)
{
    public bool Covers(string model)
    {
        if (Prefixes.IsEmpty) return true;

        foreach (string prefix in Prefixes)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
