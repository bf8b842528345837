using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>The answer to a <see cref="UsageQuery"/>. All its tables were read at the same moment and agree.</summary>
public sealed record UsageSummary
{
    /// <summary>Gets the totals of the whole range.</summary>
    public required UsageTotals Totals { get; init; }

    /// <summary>Gets the groups, greatest first by <see cref="UsageQuery.TopBy"/>, "other" last.</summary>
    public IReadOnlyList<UsageGroup> Groups { get; init; } = [];

    /// <summary>Gets the tables asked for as <see cref="UsageQuery.Breakdowns"/>, by the dimension's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<UsageGroup>> Breakdowns { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<UsageGroup>>.Empty;

    /// <summary>Gets the series by time; in each point the groups come in the order of <see cref="Groups"/>.</summary>
    /// <remarks>Without grouping every point of the range is there, empty ones too; with grouping only those with usage.</remarks>
    public IReadOnlyList<UsagePoint> Series { get; init; } = [];

    /// <summary>Gets the moment of the answer: the same query gives the same numbers for the same moment.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>Gets how many records were under way to the store, and so are not in these numbers.</summary>
    public long Pending { get; init; }

    /// <summary>Gets the moment from which on the numbers are exact; <see langword="null"/> when all of them are.</summary>
    /// <remarks>
    /// Before it retention has let go of detail that the query needs: slices are then counted where they begin, and what is
    /// only found in single records is missing.
    /// </remarks>
    public DateTimeOffset? ExactFrom { get; init; }
}
