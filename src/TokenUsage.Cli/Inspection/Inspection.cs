using TokenUsage.Pricing;

namespace TokenUsage.Cli.Inspection;

/// <summary>What one entry of an archive used, and what that cost.</summary>
internal sealed record Inspection(string Id, InspectedUsage Usage, CallPrice Price)
{
    /// <summary>Gets the model that was served, or else the one that was asked for.</summary>
    public string? Model => Usage.Model ?? Usage.RequestedModel;

    /// <summary>Gets the quantity of a meter; <see langword="null"/> when it was not reported.</summary>
    public decimal? Meter(string name)
    {
        foreach (UsageMeter meter in Usage.Meters)
        {
            if (meter.Name == name) return meter.Quantity;
        }

        return null;
    }
}
