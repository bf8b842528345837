using Npgsql;

namespace TokenUsage.PostgreSql.Records;

/// <summary>Writes filters as SQL. Names come from here and values go as parameters: nothing of a user's is in the text.</summary>
internal static class DimensionSql
{
    private static readonly string[] Named =
    [
        "user_id", "session_id", "agent", "feature", "project", "provider", "coalesce(model, requested_model)",
        "operation", "endpoint", "(ARRAY['success', 'failed', 'refused', 'interrupted', 'cached'])[outcome + 1]",
        "(ARRAY['low', 'medium', 'high'])[priority + 1]", "service_tier",
    ];

    /// <summary>Gets the expression of a dimension over <c>usage_record</c>; a tag's name becomes a parameter.</summary>
    public static string Of(Dimension dimension, NpgsqlParameterCollection parameters)
    {
        if (dimension.TagName is { } tag) return $"tags ->> {Add(parameters, Storable(tag) ? tag : "")}::text";

        for (int i = 0; i < Named.Length; i++)
        {
            if (Dimension.Named[i] == dimension) return Named[i];
        }

        return "NULL::text";
    }

    /// <summary>Writes a condition on an expression.</summary>
    public static string Condition(string expression, UsageFilter filter, NpgsqlParameterCollection parameters) =>
        filter.Operator switch
        {
            FilterOperator.In => $"{expression} = ANY ({AddList(parameters, filter.Values)}::text[])",
            FilterOperator.NotIn =>
                $"({expression} IS NULL OR {expression} <> ALL ({AddList(parameters, filter.Values)}::text[]))",
            FilterOperator.Missing => $"{expression} IS NULL",
            _ => $"{expression} IS NOT NULL",
        };

    public static string Add<T>(NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }

    // What the database cannot hold is in no record; sent to it, it would be an error.
    private static string AddList(NpgsqlParameterCollection parameters, IReadOnlyList<string> values) =>
        Add<string[]>(parameters, [.. values.Where(Storable)]);

    // A lone half of a surrogate pair is read as U+FFFD; records have theirs mended to that before they are stored.
    private static bool Storable(string text) => !text.Contains('\0') && text == string.Concat(text.EnumerateRunes());
}
