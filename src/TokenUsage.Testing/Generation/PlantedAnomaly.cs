namespace TokenUsage.Testing.Generation;

/// <summary>Hours in which an imagined service is used unlike itself.</summary>
/// <param name="Hour">The first hour, from 0.</param>
/// <param name="Hours">How many hours.</param>
/// <param name="Factor">What their tokens are multiplied by: 3 is a spike, 0 an outage.</param>
public sealed record PlantedAnomaly(int Hour, int Hours, double Factor);
