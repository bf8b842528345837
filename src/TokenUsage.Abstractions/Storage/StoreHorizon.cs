using System.Collections.Immutable;

namespace TokenUsage.Storage;

/// <summary>From which moments on a store still has everything it once had, by kind.</summary>
public sealed record StoreHorizon
{
    /// <summary>Gets the horizon of a store that keeps everything, but no totals by the minute.</summary>
    public static StoreHorizon Everything { get; } = new();

    /// <summary>Gets the moment from which on single records are complete.</summary>
    public DateTimeOffset Records { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Gets the moment from which on there are totals by the minute.</summary>
    /// <value>The default is the end of time: there are none.</value>
    public DateTimeOffset Minutes { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Gets the moment from which on totals by the quarter-hour are complete.</summary>
    public DateTimeOffset QuarterHours { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Gets the moment from which on totals by the day are complete.</summary>
    public DateTimeOffset Days { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Gets the moments from which on single cubes are complete, by name, where that is later.</summary>
    /// <remarks>A cube that was configured when there were records already begins then.</remarks>
    public IReadOnlyDictionary<string, DateTimeOffset> Cubes { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Gets the moment from which on a cube is complete at a width.</summary>
    public DateTimeOffset Of(UsageCube cube, RollupGrain grain)
    {
        ArgumentNullException.ThrowIfNull(cube);

        DateTimeOffset kept = grain switch
        {
            RollupGrain.Minute => Minutes,
            RollupGrain.Day => Days,
            _ => QuarterHours,
        };
        return Cubes.TryGetValue(cube.Name, out DateTimeOffset since) && since > kept ? since : kept;
    }
}
