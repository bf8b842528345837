namespace TokenUsage.Reporting.Dashboards;

/// <summary>A series of numbers as blocks. The base is zero, so that a small change looks small.</summary>
internal static class Sparkline
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";
    private const int Steps = 8;

    /// <summary>Draws on one line; of more values than cells the last are shown.</summary>
    public static string Line(IReadOnlyList<double> values, int width) =>
        Rows(values.Skip(Math.Max(0, values.Count - width)).ToList(), 1)[0];

    /// <summary>Draws on several lines, the highest first, one cell a value.</summary>
    public static string[] Rows(IReadOnlyList<double> values, int height)
    {
        double most = values.DefaultIfEmpty(0).Max();
        var rows = new string[height];
        for (int row = 0; row < height; row++)
        {
            int below = (height - row - 1) * Steps;
            rows[row] = string.Create(values.Count, (values, most, below, height), static (cells, state) =>
            {
                for (int i = 0; i < cells.Length; i++)
                {
                    int level = LevelOf(state.values[i], state.most, state.height * Steps);
                    cells[i] = Blocks[Math.Clamp(level - state.below, 0, Steps)];
                }
            });
        }

        return rows;
    }

    // What is more than nothing is seen: a thin line, not a gap.
    private static int LevelOf(double value, double most, int steps) =>
        value <= 0 || most <= 0 ? 0 : Math.Max(1, (int)Math.Round(value / most * steps));
}
