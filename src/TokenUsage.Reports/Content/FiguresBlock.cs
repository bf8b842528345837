namespace TokenUsage.Reports.Content;

/// <summary>Figures side by side, three in a row.</summary>
internal sealed record FiguresBlock(IReadOnlyList<Figure> Figures) : ReportBlock
{
    public const int InRow = 3;
}
