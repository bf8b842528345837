using TokenUsage.AspNetCore.Json;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>What was used: totals, groups, series, single records.</summary>
internal static class SummaryRoutes
{
    private static readonly Dimension[] Parts = [Dimension.Model, Dimension.Feature, Dimension.Agent];

    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        new("GET", "/api/summary", "Usage in total, by group and over time.", SummaryAsync)
        {
            Parameters = KnownParameters.Summary, TakesFilters = true, Result = WebJson.Default.UsageSummary,
        },
        new("GET", "/api/models", "Usage by model.", call => GroupedAsync(call, Dimension.Model))
        {
            Parameters = KnownParameters.Summary, TakesFilters = true, Result = WebJson.Default.UsageSummary,
        },
        new("GET", "/api/agents", "Usage by agent.", call => GroupedAsync(call, Dimension.Agent))
        {
            Parameters = KnownParameters.Summary, TakesFilters = true, Result = WebJson.Default.UsageSummary,
        },
        new("GET", "/api/users", "Usage by user.", call => GroupedAsync(call, Dimension.User))
        {
            Parameters = KnownParameters.Summary, TakesFilters = true, Result = WebJson.Default.UsageSummary,
        },
        new("GET", "/api/users/{id}", "One user: usage, its parts, and the quotas.",
            call => SubjectAsync(call, Dimension.User))
        {
            Parameters = [KnownParameters.Id, .. KnownParameters.Times, KnownParameters.Interval],
            TakesFilters = true, Result = WebJson.Default.SubjectUsage,
        },
        new("GET", "/api/threads/{id}", "One thread, which is one session.",
            call => SubjectAsync(call, Dimension.Session))
        {
            Parameters = [KnownParameters.Id, .. KnownParameters.Times, KnownParameters.Interval],
            TakesFilters = true, Result = WebJson.Default.SubjectUsage,
        },
        new("GET", "/api/records", "Single calls, oldest first, a page at a time.", RecordsAsync)
        {
            Parameters =
            [
                .. KnownParameters.Times,
                new("limit", "The most records of a page, to 1,000. Default 100.", "integer"),
                new("cursor", "What the page before gave as next."),
            ],
            TakesFilters = true, Result = WebJson.Default.RecordPage,
        },
    ];

    public static UsageQuery ReadQuery(UsageCall call) => new()
    {
        Range = call.Query.Range(),
        TimeZone = call.Query.Zone(),
        Interval = call.Query.Interval(),
        GroupBy = call.Query.Dimensions("groupBy"),
        Breakdowns = call.Query.Dimensions("breakdowns"),
        Top = call.Query.Number("top", 1, 10_000),
        TopBy = call.Query.Choice("topBy", UsageMeasure.Cost),
        Where = call.Filters(),
    };

    private static Task SummaryAsync(UsageCall call) => AnswerAsync(call, ReadQuery(call));

    private static Task GroupedAsync(UsageCall call, Dimension dimension)
    {
        UsageQuery asked = ReadQuery(call);
        return AnswerAsync(call, new UsageQuery
        {
            Range = asked.Range,
            TimeZone = asked.TimeZone,
            Interval = asked.Interval,
            GroupBy = asked.GroupBy.Count > 0 ? asked.GroupBy : [dimension],
            Breakdowns = asked.Breakdowns,
            Top = asked.Top ?? 1_000,
            TopBy = asked.TopBy,
            Where = asked.Where,
        });
    }

    private static async Task AnswerAsync(UsageCall call, UsageQuery query)
    {
        UsageSummary summary = await call.Stats.QueryAsync(query, call.Aborted).ConfigureAwait(false);
        await call.WriteTaggedAsync(summary, summary with { AsOf = default }, WebJson.Default.UsageSummary)
            .ConfigureAwait(false);
    }

    private static async Task SubjectAsync(UsageCall call, Dimension dimension)
    {
        string id = call.PathValue("id");
        UsageSummary summary = await call.Stats.QueryAsync(
            new UsageQuery
            {
                Range = call.Query.Range(),
                TimeZone = call.Query.Zone(),
                Interval = call.Query.Interval(),
                Breakdowns = Parts,
                Where = [.. call.Filters(), UsageFilter.In(dimension, id)],
            },
            call.Aborted).ConfigureAwait(false);

        // A quota counts everybody's calls of that user: whoever sees a part of the calls must not see its number.
        IReadOnlyList<QuotaStatus> quotas = dimension == Dimension.User && call.Access.IsEverything
            ? await call.Get<ITokenQuotas>().GetStatusAsync(new UsageDimensions { User = id }, call.Aborted)
                .ConfigureAwait(false)
            : [];
        var answer = new SubjectUsage { Id = id, Summary = summary, Quotas = quotas };
        SubjectUsage undated = answer with { Summary = summary with { AsOf = default } };
        await call.WriteTaggedAsync(answer, undated, WebJson.Default.SubjectUsage).ConfigureAwait(false);
    }

    private static async Task RecordsAsync(UsageCall call)
    {
        int limit = call.Query.Number("limit", 1, 1_000) ?? 100;
        var query = new UsageQuery
        {
            Range = call.Query.Range(),
            TimeZone = call.Query.Zone(),
            Where = call.Filters(),
            Cursor = call.Query.Text("cursor"),
            Limit = limit + 1, // one more says whether there is a next page
        };
        List<UsageRecord> records = [];
        await foreach (UsageRecord record in call.Stats.ReadAsync(query, call.Aborted).ConfigureAwait(false))
        {
            records.Add(record);
        }

        bool hasMore = records.Count > limit;
        if (hasMore) records.RemoveAt(limit);
        var page = new RecordPage { Records = records, Next = hasMore ? UsageCursor.After(records[^1]) : null };
        await call.WriteAsync(page, WebJson.Default.RecordPage).ConfigureAwait(false);
    }
}
