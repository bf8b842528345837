using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>A condition while it is read.</summary>
internal sealed class ConditionDraft
{
    public DateTimeOffset? From { get; set; }

    public DateTimeOffset? Until { get; set; }

    public List<TimeWindow> Windows { get; } = [];

    public List<AttributeTest> Attributes { get; } = [];

    public PriceCondition ToCondition() => new()
    {
        From = From,
        Until = Until,
        Windows = [.. Windows],
        Attributes = [.. Attributes],
    };
}
