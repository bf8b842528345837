namespace TokenUsage.Reports.Charts;

/// <summary>What a colour means. The surface says which it is, so that a page can be dark.</summary>
internal enum Ink
{
    Text,
    Rule,
    Spend,
    Other,
    Forecast,
    Band,
    Alarm,
}
