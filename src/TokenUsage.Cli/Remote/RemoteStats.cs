using System.Runtime.CompilerServices;
using TokenUsage.AspNetCore.Json;

namespace TokenUsage.Cli.Remote;

/// <summary>The statistics of a running service.</summary>
internal sealed class RemoteStats(ServiceClient client) : ITokenUsageStats
{
    private const int MostOfPage = 1_000;

    public UsageTotals Current => throw new NotSupportedException(
        "What a service has counted since its start is not asked for; query a range.");

    public ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default) =>
        client.GetAsync(
            "summary",
            new QueryText().Add(query.Range).Add("zone", query.TimeZone).Add(query.Interval)
                .Add("groupBy", query.GroupBy).Add("breakdowns", query.Breakdowns)
                .Add("top", query.Top).Add("topBy", query.TopBy.ToString()).Add(query.Where),
            ServiceClient.Json.UsageSummary, cancellationToken);

    public async IAsyncEnumerable<UsageRecord> ReadAsync(
        UsageQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int? left = query.Limit;
        string? cursor = query.Cursor;
        do
        {
            QueryText question = new QueryText().Add(query.Range).Add("zone", query.TimeZone).Add(query.Where)
                .Add("limit", Math.Min(left ?? MostOfPage, MostOfPage)).Add("cursor", cursor);
            RecordPage page = await client.GetAsync(
                "records", question, ServiceClient.Json.RecordPage, cancellationToken);
            foreach (UsageRecord record in page.Records) yield return record;

            left -= page.Records.Count;
            cursor = page.Next;
        }
        while (cursor is not null && left is null or > 0);
    }
}
