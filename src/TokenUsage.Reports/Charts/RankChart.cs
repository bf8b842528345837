using TokenUsage.Reports.Content;

namespace TokenUsage.Reports.Charts;

/// <summary>Amounts as bars from zero, one below the other, with their names.</summary>
internal sealed class RankChart(IReadOnlyList<(string Name, decimal Usd)> amounts) : IChart
{
    private const float RowHeight = 17;
    private const float BarHeight = 11;
    private const float NameWidth = 150;
    private const float ValueWidth = 75;
    private const int LongestName = 26;

    public float HeightFor(float width) => (amounts.Count * RowHeight) + 4;

    public void Draw(IChartSurface surface, float width)
    {
        double most = Math.Max((double)amounts.Max(amount => amount.Usd), double.Epsilon);
        float room = width - NameWidth - ValueWidth;
        for (int i = 0; i < amounts.Count; i++)
        {
            (string name, decimal usd) = amounts[i];
            float y = (i * RowHeight) + 2;
            float length = (float)((double)usd / most * room);
            surface.Text(NameWidth - 8, y + BarHeight - 1.5f, Shorten(name), TextSide.Left);
            surface.Bar(NameWidth, y, length, BarHeight, name == "(other)" ? Ink.Other : Ink.Spend);
            surface.Text(NameWidth + length + 6, y + BarHeight - 1.5f, Amounts.Usd(usd), TextSide.Right);
        }
    }

    private static string Shorten(string name) =>
        name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "…");
}
