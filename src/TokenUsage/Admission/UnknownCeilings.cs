namespace TokenUsage.Admission;

/// <summary>Knows no model: everything is then taken at what the options assume.</summary>
internal sealed class UnknownCeilings : ICallCeilings
{
    public PriceCeiling? FindPrice(string provider, string model) => null;

    public TokenCounts FindLimits(string provider, string model) => default;
}
