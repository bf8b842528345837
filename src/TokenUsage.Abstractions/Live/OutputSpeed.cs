namespace TokenUsage;

/// <summary>Output tokens a second, within 2 % of the value at the rank.</summary>
/// <param name="P50">What half of the streams exceed.</param>
/// <param name="P05">What 95 of 100 streams exceed.</param>
/// <param name="P95">What 5 of 100 streams exceed.</param>
public sealed record OutputSpeed(double P50, double P05, double P95);
