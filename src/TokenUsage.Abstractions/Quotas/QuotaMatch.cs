namespace TokenUsage;

/// <summary>Narrows a quota to the calls whose dimension has a value.</summary>
/// <param name="Dimension">The dimension that is looked at.</param>
/// <param name="Value">The value, compared without regard to case; a <c>*</c> at its end stands for any rest.</param>
public readonly record struct QuotaMatch(Dimension Dimension, string Value)
{
    /// <summary>Says whether a call with that value is meant.</summary>
    /// <param name="candidate">The call's value; <see langword="null"/> matches nothing.</param>
    public bool Covers(string? candidate)
    {
        if (candidate is null) return false;

        return Value.EndsWith('*')
            ? candidate.AsSpan().StartsWith(Value.AsSpan(0, Value.Length - 1), StringComparison.OrdinalIgnoreCase)
            : candidate.Equals(Value, StringComparison.OrdinalIgnoreCase);
    }
}
