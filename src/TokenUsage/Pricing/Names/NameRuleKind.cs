namespace TokenUsage.Pricing.Names;

/// <summary>How a rule compares.</summary>
internal enum NameRuleKind : byte
{
    Equal,
    StartsWith,
    EndsWith,
    Contains,
    Regex,
    Any,
    All,
}
