namespace TokenUsage.Admission;

/// <summary>Knows the limits of models: the most they cost, the most they take in and give out.</summary>
/// <remarks>Asked on the caller's path: answers from memory and allocates nothing once a name is known.</remarks>
internal interface ICallCeilings
{
    /// <summary>Gets the dearest price; null when the model has none.</summary>
    PriceCeiling? FindPrice(string provider, string model);

    /// <summary>Gets the largest prompt and the largest output; null where they are not known.</summary>
    TokenCounts FindLimits(string provider, string model);
}
