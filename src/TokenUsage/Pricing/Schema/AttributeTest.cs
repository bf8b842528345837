using System.Collections.Immutable;
using System.Globalization;

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
            if (IsInRange(candidate, value)) return !Except;
        }

        return Except;
    }

    // "26-100" is for 26 to 100 results; "low" and "eu-west-1" are no ranges.
    private static bool IsInRange(string range, string value)
    {
        int dash = range.IndexOf('-');
        return dash > 0 && char.IsAsciiDigit(value.Length == 0 ? ' ' : value[0])
            && decimal.TryParse(range.AsSpan(0, dash), CultureInfo.InvariantCulture, out decimal least)
            && decimal.TryParse(range.AsSpan(dash + 1), CultureInfo.InvariantCulture, out decimal most)
            && decimal.TryParse(value, CultureInfo.InvariantCulture, out decimal number)
            && number >= least && number <= most;
    }
}
