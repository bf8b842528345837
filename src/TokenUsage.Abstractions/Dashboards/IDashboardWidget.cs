namespace TokenUsage;

/// <summary>A part of <see cref="ITokenDashboard"/>: the seam for parts of your own.</summary>
public interface IDashboardWidget
{
    /// <summary>Gets the name by which it is replaced and removed.</summary>
    string Name { get; }

    /// <summary>Gets the fewest lines it can do with. Where they do not fit it is left out.</summary>
    int MinHeight { get; }

    /// <summary>Gets the most lines it can fill with a reading.</summary>
    int MaxHeight(DashboardReading reading);

    /// <summary>Gets whether it can do with half of a wide screen.</summary>
    bool IsNarrow { get; }

    /// <summary>Renders a reading. It is called for every drawing, and asks nobody.</summary>
    /// <param name="reading">The numbers.</param>
    /// <param name="width">The cells of a line; what is longer is cut.</param>
    /// <param name="height">The lines; what is more is cut.</param>
    IReadOnlyList<DashboardLine> Render(DashboardReading reading, int width, int height);
}
