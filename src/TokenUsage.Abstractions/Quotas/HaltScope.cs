namespace TokenUsage;

/// <summary>What an emergency stop stops.</summary>
public sealed record HaltScope
{
    /// <summary>Gets the scope of every call.</summary>
    public static HaltScope Everything { get; } = new();

    /// <summary>Gets the dimension that is looked at; <see langword="null"/> stops every call.</summary>
    public Dimension? Dimension { get; init; }

    /// <summary>Gets the dimension's value whose calls are stopped: a tenant, a user, a model.</summary>
    public string? Value { get; init; }

    /// <summary>Returns <c>everything</c>, or dimension and value: <c>project=acme</c>.</summary>
    public override string ToString() => Dimension is { } dimension ? $"{dimension}={Value}" : "everything";
}
