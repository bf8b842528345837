namespace TokenUsage.Pricing;

/// <summary>Supplies prices.</summary>
public interface IPriceSource
{
    /// <summary>Gets the source's name, which stands in every price version.</summary>
    string Name { get; }
}
