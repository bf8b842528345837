namespace TokenUsage;

/// <summary>What a stretch of time will come to: what is known of it, and the forecast of the rest.</summary>
/// <remarks>The interval comes from simulated paths: intervals of single points cannot be added up.</remarks>
public sealed record ForecastSum
{
    /// <summary>Gets where the stretch ends.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Gets what is used already.</summary>
    public double SoFar { get; init; }

    /// <summary>Gets the expected sum at the end.</summary>
    public double Expected { get; init; }

    /// <summary>Gets the bottom of the 95 % interval of the sum.</summary>
    public double Lower { get; init; }

    /// <summary>Gets the top of the 95 % interval of the sum.</summary>
    public double Upper { get; init; }
}
