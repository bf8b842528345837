namespace TokenUsage.Pricing;

/// <summary>The names of one call.</summary>
internal readonly record struct ModelKey(string Provider, string? Model, string? Requested, string? Tenant)
{
    public bool Equals(ModelKey other) =>
        Model == other.Model && Provider == other.Provider && Requested == other.Requested && Tenant == other.Tenant;

    // Hashing one name is enough: the others seldom differ for the same one, and Equals compares them all.
    public override int GetHashCode() => (Model ?? Requested)?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
