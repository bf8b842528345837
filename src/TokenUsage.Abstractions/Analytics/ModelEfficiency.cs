namespace TokenUsage;

/// <summary>What one model gives for its money, side by side with others.</summary>
public sealed record ModelEfficiency
{
    /// <summary>Gets the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model; <see langword="null"/> where records name none.</summary>
    public string? Model { get; init; }

    /// <summary>Gets everything that is known of it.</summary>
    public required UsageTotals Totals { get; init; }

    /// <summary>Gets the dollars of a million tokens; <see langword="null"/> where nothing was priced.</summary>
    public decimal? UsdPerMillionTokens { get; init; }

    /// <summary>Gets the dollars of an attempt.</summary>
    public decimal? UsdPerCall { get; init; }

    /// <summary>Gets the dollars of an answered call: failed attempts are paid by those that succeed.</summary>
    public decimal? UsdPerSuccess { get; init; }

    /// <summary>Gets the share of attempts that were answered, 0 to 1.</summary>
    public double SuccessRate { get; init; }
}
