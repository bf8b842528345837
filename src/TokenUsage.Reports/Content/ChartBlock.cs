using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Content;

/// <summary>A chart, with the sentence for those who cannot see it.</summary>
internal sealed record ChartBlock(IChart Chart, string Alternative) : ReportBlock;
