namespace TokenUsage.Analysis;

/// <summary>Learns a series point by point, and continues it.</summary>
internal interface IPathForecaster
{
    /// <summary>How many past surprises a simulated path may draw from.</summary>
    int Surprises { get; }

    /// <summary>Takes in the next point, a finite number.</summary>
    void Observe(double value);

    /// <summary>Fills in the points that follow the last one.</summary>
    void Forecast(Span<double> path, Shocks shocks);
}
