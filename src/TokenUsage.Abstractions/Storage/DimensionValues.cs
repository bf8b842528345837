namespace TokenUsage.Storage;

/// <summary>Reads a record's dimensions, so that every store and every query reads them alike.</summary>
public static class DimensionValues
{
    private static readonly string[] Outcomes = ["success", "failed", "refused", "interrupted", "cached"];
    private static readonly string[] Priorities = ["low", "medium", "high"];

    /// <summary>Gets a record's value of a dimension; <see langword="null"/> when it has none.</summary>
    public static string? ValueOf(this UsageRecord record, Dimension dimension)
    {
        ArgumentNullException.ThrowIfNull(record);

        IReadOnlyList<Dimension> named = Dimension.Named;
        for (int i = 0; i < named.Count; i++)
        {
            if (named[i] == dimension) return record.ValueOf(i);
        }

        return dimension.TagName is { } tag ? record.Dimensions.Tags.GetValueOrDefault(tag) : null;
    }

    /// <summary>Gets what a scope says of a dimension; <see langword="null"/> of those that only calls have.</summary>
    public static string? ValueOf(this UsageDimensions scope, Dimension dimension)
    {
        ArgumentNullException.ThrowIfNull(scope);

        if (dimension == Dimension.User) return scope.User;
        if (dimension == Dimension.Session) return scope.Session;
        if (dimension == Dimension.Agent) return scope.Agent;
        if (dimension == Dimension.Feature) return scope.Feature;
        if (dimension == Dimension.Project) return scope.Project;
        return dimension.TagName is { } tag ? scope.Tags.GetValueOrDefault(tag) : null;
    }

    /// <summary>Gets a record's value of a named dimension.</summary>
    /// <param name="record">The record.</param>
    /// <param name="index">The dimension's index in <see cref="Dimension.Named"/>.</param>
    public static string? ValueOf(this UsageRecord record, int index) => index switch
    {
        0 => record.Dimensions.User,
        1 => record.Dimensions.Session,
        2 => record.Dimensions.Agent,
        3 => record.Dimensions.Feature,
        4 => record.Dimensions.Project,
        5 => record.Provider,
        6 => record.Model ?? record.RequestedModel,
        7 => record.Operation,
        8 => record.Endpoint,
        9 => NameOf(record.Outcome),
        10 => NameOf(record.Priority),
        11 => record.ServiceTier,
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "Dimension.Named has no such index."),
    };

    /// <summary>Says whether a record passes all filters.</summary>
    public static bool Passes(this UsageRecord record, IReadOnlyList<UsageFilter> filters)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            if (!filters[i].Matches(record.ValueOf(filters[i].Dimension))) return false;
        }

        return true;
    }

    /// <summary>Gets the value that <see cref="Dimension.Outcome"/> has: <c>success</c>, <c>failed</c>.</summary>
    public static string NameOf(CallOutcome outcome) => Outcomes[(int)outcome];

    /// <summary>Gets the value that <see cref="Dimension.Priority"/> has: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public static string NameOf(Priority priority) => Priorities[(int)priority];
}
