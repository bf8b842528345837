using System.Net;
using System.Text.Json;

namespace TokenUsage.AspNetCore.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task The_summary_is_what_the_statistics_say()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await site.RecordAsync(
            TestSite.Record("gpt-4o", "alice", 100),
            TestSite.Record("gpt-4o", "bob", 23),
            TestSite.Record("o3", "bob", 7));
        UsageSummary expected = await site.Stats.QueryAsync(
            new UsageQuery { GroupBy = [Dimension.Model] }, TestContext.Current.CancellationToken);

        JsonElement answer = await site.GetJsonAsync("/usage/api/summary?range=30d&groupBy=model");

        JsonElement totals = answer.GetProperty("totals");
        totals.GetProperty("calls").GetInt64().Should().Be(expected.Totals.Calls);
        totals.GetProperty("tokens").GetProperty("input").GetInt64().Should().Be(expected.Totals.Tokens.Input);
        totals.GetProperty("pricedUsd").GetDecimal().Should().Be(expected.Totals.PricedUsd);
        answer.GetProperty("groups").EnumerateArray()
            .Select(g => (g.GetProperty("key")[0].GetString(), g.GetProperty("totals").GetProperty("calls").GetInt64()))
            .Should().Equal(expected.Groups.Select(g => (g.Key[0], g.Totals.Calls)));
    }

    [Fact]
    public async Task The_same_numbers_are_not_sent_twice()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await site.RecordAsync(TestSite.Record("gpt-4o", "alice"));
        using HttpResponseMessage first = await site.GetAsync("/usage/api/summary");

        using HttpResponseMessage second = await site.SendAsync(
            HttpMethod.Get, "/usage/api/summary", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        await site.RecordAsync(TestSite.Record("gpt-4o", "alice"));
        using HttpResponseMessage third = await site.SendAsync(
            HttpMethod.Get, "/usage/api/summary", null, ("If-None-Match", first.Headers.ETag!.ToString()));

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        third.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_of_records_hold_each_record_once()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await site.RecordAsync([.. Enumerable.Range(0, 25).Select(i => TestSite.Record("gpt-4o", "alice", i + 1))]);

        List<string> seen = [];
        string? cursor = null;
        do
        {
            string next = cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor);
            JsonElement page = await site.GetJsonAsync("/usage/api/records?limit=10" + next);
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        seen.Should().HaveCount(25).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("range=never", "range")]
    [InlineData("range=1d&from=2026-01-01", "range")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-01-01", "from")]
    [InlineData("zone=Mars/Olympus", "zone")]
    [InlineData("interval=1y", "interval")]
    [InlineData("interval=0d", "interval")]
    [InlineData("groupBy=colour", "groupBy")]
    [InlineData("groupBy=model,model", "groupBy")]
    [InlineData("top=0", "top")]
    [InlineData("topBy=7", "topBy")]
    [InlineData("modle=gpt-4o", "modle")]
    public async Task Bad_input_is_answered_with_the_name_of_the_parameter(string query, string parameter)
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await site.GetAsync("/usage/api/summary?" + query);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        JsonElement problem = JsonDocument.Parse(body).RootElement;

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("parameter").GetString().Should().Be(parameter);
    }

    [Theory]
    [InlineData("records?cursor=nonsense", "cursor")]
    [InlineData("forecast?horizon=0", "horizon")]
    [InlineData("trends?measure=joy", "measure")]
    [InlineData("trends?interval=1mo", "interval")]
    [InlineData("explain?by=colour", "by")]
    [InlineData("stats?timeRange=0d", "timeRange")]
    [InlineData("prices?provider=openai", "model")]
    [InlineData("live?kinds=gossip", "kinds")]
    public async Task Every_route_names_its_bad_parameter(string path, string parameter)
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await site.GetAsync("/usage/api/" + path);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest, body);
        JsonDocument.Parse(body).RootElement.GetProperty("parameter").GetString().Should().Be(parameter);
    }

    [Theory]
    [InlineData("summary?interval=1d&groupBy=model&breakdowns=user,feature")]
    [InlineData("users/alice")]
    [InlineData("threads/t-1")]
    [InlineData("users")]
    [InlineData("models")]
    [InlineData("agents")]
    [InlineData("records")]
    [InlineData("stats?timeRange=30d")]
    [InlineData("quotas?user=alice")]
    [InlineData("trends")]
    [InlineData("anomalies")]
    [InlineData("statistics")]
    [InlineData("forecast")]
    [InlineData("explain")]
    [InlineData("recommendations")]
    [InlineData("efficiency")]
    [InlineData("health")]
    [InlineData("settings")]
    [InlineData("prices?provider=openai&model=gpt-4o")]
    [InlineData("openapi.json")]
    public async Task Every_route_answers_in_JSON(string path)
    {
        await using TestSite site = await TestSite.OpenAsync();
        await site.RecordAsync(TestSite.Record("gpt-4o", "alice"));

        JsonElement answer = await site.GetJsonAsync("/usage/api/" + path);

        answer.ValueKind.Should().BeOneOf(JsonValueKind.Object, JsonValueKind.Array);
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await site.RecordAsync(TestSite.Record("gpt-4o", "alice"));

        string text = await site.Client.GetStringAsync("/usage/api/metrics", TestContext.Current.CancellationToken);

        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().NotBeEmpty()
            .And.OnlyContain(line => line.StartsWith("# ") || System.Text.RegularExpressions.Regex.IsMatch(
                line, """^[a-zA-Z_][a-zA-Z0-9_]*(\{[^}]*\})? -?[0-9.E+-]+$"""));
    }
}
