using System.Collections.Immutable;
using TokenUsage.Pricing.Calculation;

namespace TokenUsage.Pricing.Schema;

/// <summary>When a price applies. Everything that is given must hold.</summary>
internal sealed record PriceCondition
{
    public static PriceCondition Always { get; } = new();

    /// <summary>The first instant; a whole instant, because prices have changed at 16:00 UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant after the last.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>One of these must be open; none given, always.</summary>
    public ImmutableArray<TimeWindow> Windows { get; init; } = [];

    public ImmutableArray<AttributeTest> Attributes { get; init; } = [];

    public bool IsAlways => From is null && Until is null && Windows.IsEmpty && Attributes.IsEmpty;

    public bool Holds(in CallContext call)
    {
        if (call.At < From || call.At >= Until) return false;

        foreach (AttributeTest test in Attributes)
        {
            if (!test.Holds(call.AttributeOf(test.Name))) return false;
        }

        if (Windows.IsEmpty) return true;
        foreach (TimeWindow window in Windows)
        {
            if (window.Contains(call.At)) return true;
        }

        return false;
    }

    /// <summary>Joins two conditions.</summary>
    /// <returns><see langword="null"/> when no instant satisfies both.</returns>
    public PriceCondition? And(PriceCondition other)
    {
        if (IsAlways) return other;
        if (other.IsAlways) return this;

        DateTimeOffset? from = From > other.From || other.From is null ? From : other.From;
        DateTimeOffset? until = Until < other.Until || other.Until is null ? Until : other.Until;
        return from >= until ? null : new PriceCondition
        {
            From = from,
            Until = until,
            // Two lists of hours are not intersected: the overlay's, being the more special, count.
            Windows = Windows.IsEmpty ? other.Windows : Windows,
            Attributes = [.. Attributes, .. other.Attributes],
        };
    }
}
