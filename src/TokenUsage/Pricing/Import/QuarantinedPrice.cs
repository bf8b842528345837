namespace TokenUsage.Pricing.Import;

/// <summary>Something that was left out of an import.</summary>
/// <remarks>
/// <c>Gate</c>: which rule caught it: <c>absurd-rate</c>, <c>cache-read-above-input</c>.
/// <c>WholeModel</c>: whether the model was left out, or only the rate.
/// </remarks>
internal sealed record QuarantinedPrice(string Provider, string Model, string Gate, string Detail, bool WholeModel);
