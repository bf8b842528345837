namespace TokenUsage.Storage;

/// <summary>Reads a record's dimensions, so that every store and every query reads them alike.</summary>
public static class DimensionValues
{
    private static readonly string[] Outcomes = ["success", "failed", "refused", "interrupted", "cached"];
    private static readonly string[] Priorities = ["low", "medium", "high"];

    private static readonly Func<UsageRecord, string?>[] Readers =
    [
        r => r.Dimensions.User,
        r => r.Dimensions.Session,
        r => r.Dimensions.Agent,
        r => r.Dimensions.Feature,
        r => r.Dimensions.Project,
        r => r.Provider,
        r => r.Model ?? r.RequestedModel,
        r => r.Operation,
        r => r.Endpoint,
        r => NameOf(r.Outcome),
        r => NameOf(r.Priority),
        r => r.ServiceTier,
    ];

    /// <summary>Gets a record's value of a dimension; <see langword="null"/> when it has none.</summary>
    public static string? ValueOf(this UsageRecord record, Dimension dimension)
    {
        ArgumentNullException.ThrowIfNull(record);

        IReadOnlyList<Dimension> named = Dimension.Named;
        for (int i = 0; i < Readers.Length; i++)
        {
            if (named[i] == dimension) return Readers[i](record);
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
    public static string? ValueOf(this UsageRecord record, int index) => Readers[index](record);

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
