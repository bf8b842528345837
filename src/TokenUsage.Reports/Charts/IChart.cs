namespace TokenUsage.Reports.Charts;

/// <summary>A picture of numbers that draws itself on any surface.</summary>
internal interface IChart
{
    /// <summary>Gets the height it needs for a width.</summary>
    float HeightFor(float width);

    void Draw(IChartSurface surface, float width);
}
