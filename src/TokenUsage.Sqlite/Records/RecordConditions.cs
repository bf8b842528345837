using System.Globalization;

namespace TokenUsage.Sqlite.Records;

/// <summary>Says a query's conditions in SQL, as far as they are about columns; tags are left to the reader.</summary>
/// <remarks>Every number in the text is the database's own: nothing that a caller wrote becomes SQL.</remarks>
internal static class RecordConditions
{
    // Outcome and priority are enums, and the model is in two columns: what is not here is told apart below.
    private static readonly Dictionary<Dimension, string> Columns = new()
    {
        [Dimension.User] = "user",
        [Dimension.Session] = "session",
        [Dimension.Agent] = "agent",
        [Dimension.Feature] = "feature",
        [Dimension.Project] = "project",
        [Dimension.Provider] = "provider",
        [Dimension.Model] = "coalesce(model, requested_model)",
        [Dimension.Operation] = "operation",
        [Dimension.Endpoint] = "endpoint",
        [Dimension.ServiceTier] = "service_tier",
    };

    public static string Of(IReadOnlyList<UsageFilter> where, WordReader words) =>
        string.Concat(where.Select(f => Of(f, words)));

    private static string Of(UsageFilter filter, WordReader words)
    {
        if (filter.Dimension == Dimension.Outcome) return OfEnum<CallOutcome>("outcome", filter);
        if (filter.Dimension == Dimension.Priority) return OfEnum<Priority>("priority", filter);
        if (!Columns.TryGetValue(filter.Dimension, out string? column)) return "";

        return filter.Operator switch
        {
            FilterOperator.Missing => $" AND {column} IS NULL",
            FilterOperator.Present => $" AND {column} IS NOT NULL",
            FilterOperator.In => $" AND {column} IN ({IdsOf(filter, words)})",
            _ => $" AND ({column} IS NULL OR {column} NOT IN ({IdsOf(filter, words)}))",
        };
    }

    private static string OfEnum<T>(string column, UsageFilter filter)
        where T : struct, Enum
    {
        IEnumerable<int> passing = Enum.GetValues<T>()
            .Where(v => filter.Matches(NameOf(v)))
            .Select(v => Convert.ToInt32(v, CultureInfo.InvariantCulture));
        return $" AND {column} IN ({string.Join(',', passing)})";
    }

    private static string NameOf<T>(T value) => value switch
    {
        CallOutcome outcome => Storage.DimensionValues.NameOf(outcome),
        Priority priority => Storage.DimensionValues.NameOf(priority),
        _ => "",
    };

    private static string IdsOf(UsageFilter filter, WordReader words) => string.Join(
        ',', filter.Values.SelectMany(words.IdsOf).Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
