using System.Net;
using System.Text;

namespace TokenUsage.Cosmos.Tests;

/// <summary>Stands between the client and the stand-in server, where the two do not understand each other.</summary>
/// <remarks>
/// The server cannot plan queries, so the client is handed the plan that leaves a query as it is. It wants every query
/// to say that it may look into all partitions. And it answers 500 to the reading of a document that never existed.
/// </remarks>
internal sealed class StandInHandler() : DelegatingHandler(new HttpClientHandler())
{
    private const string IsPlanRequest = "x-ms-cosmos-is-query-plan-request";
    private const string IsQuery = "x-ms-documentdb-isquery";
    private const string AllPartitions = "x-ms-documentdb-query-enablecrosspartition";

    private const string PlainPlan =
        """
        {
          "partitionedQueryExecutionInfoVersion": 2,
          "queryInfo": {
            "distinctType": "None", "top": null, "offset": null, "limit": null, "orderBy": [],
            "orderByExpressions": [], "groupByExpressions": [], "groupByAliases": [], "aggregates": [],
            "groupByAliasToAggregateType": {}, "rewrittenQuery": "", "hasSelectValue": false,
            "hasNonStreamingOrderBy": false
          },
          "queryRanges": [{ "min": "", "max": "FF", "isMinInclusive": true, "isMaxInclusive": false }]
        }
        """;

    /// <summary>Gets or sets what answers in the server's place; null lets the request pass.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Interrupt { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Interrupt?.Invoke(request) is { } answer)
        {
            answer.RequestMessage = request;
            return answer;
        }

        if (request.Headers.Contains(IsPlanRequest))
        {
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(PlainPlan, Encoding.UTF8, "application/json"),
            };
        }

        if (request.Headers.Contains(IsQuery))
        {
            request.Headers.Remove(AllPartitions);
            request.Headers.Add(AllPartitions, "True");
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        bool isPointRead = request.Method == HttpMethod.Get
            && request.RequestUri!.AbsolutePath.Contains("/docs/", StringComparison.Ordinal);
        if (isPointRead && response.StatusCode == HttpStatusCode.InternalServerError)
        {
            response.StatusCode = HttpStatusCode.NotFound;
        }

        return response;
    }
}
