namespace TokenUsage;

/// <summary>A condition on one dimension. Values compare exactly, letter case included.</summary>
/// <param name="Dimension">What is compared.</param>
/// <param name="Operator">How.</param>
/// <param name="Values">With what; empty for <see cref="FilterOperator.Missing"/> and <see cref="FilterOperator.Present"/>.</param>
public readonly record struct UsageFilter(Dimension Dimension, FilterOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Keeps what has one of these values.</summary>
    public static UsageFilter In(Dimension dimension, params IReadOnlyList<string> values) =>
        new(dimension, FilterOperator.In, values);

    /// <summary>Keeps what has none of these values, or no value.</summary>
    public static UsageFilter NotIn(Dimension dimension, params IReadOnlyList<string> values) =>
        new(dimension, FilterOperator.NotIn, values);

    /// <summary>Keeps what has no value.</summary>
    public static UsageFilter Missing(Dimension dimension) => new(dimension, FilterOperator.Missing, []);

    /// <summary>Keeps what has a value.</summary>
    public static UsageFilter Present(Dimension dimension) => new(dimension, FilterOperator.Present, []);

    /// <summary>Says whether a value of <see cref="Dimension"/> passes.</summary>
    public bool Matches(string? value) => Operator switch
    {
        FilterOperator.In => value is not null && Lists(value),
        FilterOperator.NotIn => value is null || !Lists(value),
        FilterOperator.Missing => value is null,
        _ => value is not null,
    };

    private bool Lists(string value)
    {
        for (int i = 0; i < Values.Count; i++)
        {
            if (string.Equals(Values[i], value, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
