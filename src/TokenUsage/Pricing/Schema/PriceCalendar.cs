using System.Collections.Frozen;

namespace TokenUsage.Pricing.Schema;

/// <summary>Named days, such as a country's public holidays.</summary>
internal sealed record PriceCalendar(string Name, FrozenSet<DateOnly> Days)
{
    public bool Contains(DateOnly day) => Days.Contains(day);
}
