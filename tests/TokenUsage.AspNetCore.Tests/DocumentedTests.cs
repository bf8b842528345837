using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace TokenUsage.AspNetCore.Tests;

/// <summary>What the guide and the OpenAPI document say, tried.</summary>
public sealed partial class DocumentedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guides_call_replayed_ten_times_counts_once()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.WritePolicy = "anybody",
            monitor => monitor.AddQuota("user-day", quota => quota.Per(Dimension.User).Tokens(10_000).Daily()));
        Match curl = Curl().Match(await File.ReadAllTextAsync(GuidePath(), Token));
        curl.Success.Should().BeTrue("the guide shows how to report a call");

        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await site.SendAsync(
                HttpMethod.Post, curl.Groups["path"].Value, curl.Groups["body"].Value);
            response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
        }

        UsageTotals totals = (await site.Stats.QueryAsync(new UsageQuery(), Token)).Totals;
        totals.Calls.Should().Be(1);
        totals.Tokens.Total.Should().Be(1_200);
        JsonElement quota = (await site.GetJsonAsync("/usage/api/quotas?user=alice")).EnumerateArray().Single();
        quota.GetProperty("used").GetDecimal().Should().Be(1_200);
    }

    [Fact]
    public async Task The_document_of_the_interface_is_valid()
    {
        await using TestSite site = await TestSite.OpenAsync();
        using HttpResponseMessage response = await site.GetAsync("/usage/api/openapi.json");

        ReadResult read = OpenApiDocument.Parse(await response.Content.ReadAsStringAsync(Token), "json");

        read.Diagnostic!.Errors.Should().BeEmpty();
        read.Diagnostic.Warnings.Should().BeEmpty();
        read.Document!.Paths.Should().ContainKeys("/api/track", "/api/alerts/{id}/acknowledge", "/api/summary");
        read.Document.Paths.SelectMany(path => path.Value.Operations!.Values)
            .Select(operation => operation.OperationId).Should().OnlyHaveUniqueItems();
    }

    private static string GuidePath()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TokenUsage.sln")))
            folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder!, "docs", "guides", "web.md");
    }

    [GeneratedRegex(
        @"curl -X POST http://[^/]+(?<path>/usage/\S+)[^']*'X-Token-Usage: 1'.*?-d '(?<body>\{.*?\})'\n",
        RegexOptions.Singleline)]
    private static partial Regex Curl();
}
