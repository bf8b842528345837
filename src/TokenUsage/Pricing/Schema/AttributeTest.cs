using System.Collections.Immutable;

namespace TokenUsage.Pricing.Schema;

/// <summary>Compares one attribute of a call with the values that a price is for.</summary>
/// <remarks>
/// <c>Name</c>: <c>tier</c>, <c>speed</c>, <c>geo</c>, <c>region</c>, or what the provider distinguishes besides:
/// <c>search_context_size</c>, <c>quality</c>, <c>size</c>.
/// <c>Except</c>: whether the values are those the price is not for.
/// </remarks>
internal sealed record AttributeTest(string Name, ImmutableArray<string> Values, bool Except = false)
{
    public const string Tier = "tier";
    public const string Speed = "speed";
    public const string Geo = "geo";
    public const string Region = "region";

    public bool Holds(string? value)
    {
        if (value is null) return false;

        foreach (string candidate in Values)
        {
            if (string.Equals(candidate, value, StringComparison.OrdinalIgnoreCase)) return !Except;
        }

        return Except;
    }
}
