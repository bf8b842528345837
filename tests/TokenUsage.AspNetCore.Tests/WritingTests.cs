using System.Net;
using System.Text.Json;

namespace TokenUsage.AspNetCore.Tests;

public sealed class WritingTests
{
    private const string Call =
        """
        {"id":"0199a3c0-5b7e-7c1a-9d2e-3f4a5b6c7d8e","provider":"openai","model":"gpt-4o","user":"alice",
         "tokens":{"input":1000,"output":200},"duration":1.5}
        """;

    [Fact]
    public async Task A_call_reported_ten_times_counts_once()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.WritePolicy = "anybody",
            m => m.AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000_000).Daily()));

        JsonElement answer = default;
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await site.SendAsync(HttpMethod.Post, "/usage/api/track", Call);
            string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.OK, body);
            answer = JsonDocument.Parse(body).RootElement;
        }

        await site.RecordAsync();
        UsageSummary summary = await site.Stats.QueryAsync(new UsageQuery(), TestContext.Current.CancellationToken);
        summary.Totals.Calls.Should().Be(1);
        summary.Totals.Tokens.Input.Should().Be(1000);
        answer.GetProperty("quotas")[0].GetProperty("used").GetDecimal().Should().Be(1200);
        answer.GetProperty("quotas")[0].GetProperty("remaining").GetDecimal().Should().Be(998_800);
        answer.GetProperty("cost").GetProperty("usd").GetDecimal().Should().BePositive();
    }

    [Theory]
    [InlineData("""{"id":"x","provider":"openai","model":"gpt-4o"}""", "id")]
    [InlineData("""{"id":"0199a3c0-5b7e-7c1a-9d2e-3f4a5b6c7d8e","provider":"","model":"gpt-4o"}""", "provider")]
    [InlineData("""{"id":"0199a3c0-5b7e-7c1a-9d2e-3f4a5b6c7d8e","provider":"p","model":"m","tokens":{"input":-1}}""", "tokens.input")]
    [InlineData("""{"id":"0199a3c0-5b7e-7c1a-9d2e-3f4a5b6c7d8e","provider":"p","model":"m","tokens":{"input":1e99}}""", "tokens.input")]
    [InlineData("not json", "body")]
    public async Task A_bad_report_is_answered_with_the_name_of_what_is_wrong(string json, string parameter)
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "anybody");

        using HttpResponseMessage response = await site.SendAsync(HttpMethod.Post, "/usage/api/track", json);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest, body);
        JsonDocument.Parse(body).RootElement.GetProperty("parameter").GetString().Should().Be(parameter);
    }

    [Fact]
    public async Task A_halt_stops_calls_until_it_is_resumed()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "anybody");
        using HttpResponseMessage halt = await site.SendAsync(
            HttpMethod.Post, "/usage/api/quotas/halt", """{"dimension":"user","value":"alice","reason":"a loop"}""");

        bool whileHalted = await AllowsAsync(site);
        using HttpResponseMessage resume = await site.SendAsync(
            HttpMethod.Post, "/usage/api/quotas/resume", """{"dimension":"user","value":"alice"}""");
        bool afterwards = await AllowsAsync(site);

        halt.StatusCode.Should().Be(HttpStatusCode.NoContent);
        whileHalted.Should().BeFalse();
        afterwards.Should().BeTrue();
    }

    [Fact]
    public async Task Half_a_scope_halts_nothing()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "anybody");

        using HttpResponseMessage halt = await site.SendAsync(
            HttpMethod.Post, "/usage/api/quotas/halt", """{"dimension":"user","reason":"a loop"}""");

        halt.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_override_gives_one_user_another_limit()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.WritePolicy = "anybody",
            m => m.AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000).Daily()));

        using HttpResponseMessage response = await site.SendAsync(
            HttpMethod.Put, "/usage/api/quotas/user-day/override", """{"user":"alice","limit":5000}""");
        JsonElement alice = await site.GetJsonAsync("/usage/api/quotas?user=alice");
        JsonElement bob = await site.GetJsonAsync("/usage/api/quotas?user=bob");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        alice[0].GetProperty("limit").GetDecimal().Should().Be(5_000);
        bob[0].GetProperty("limit").GetDecimal().Should().Be(1_000);
    }

    private static async Task<bool> AllowsAsync(TestSite site)
    {
        var quotas = (ITokenQuotas)site.Services.GetService(typeof(ITokenQuotas))!;
        QuotaDecision decision = await quotas.CheckAsync(new QuotaRequest
        {
            Id = Guid.CreateVersion7(),
            Provider = "openai",
            Model = "gpt-4o",
            Subject = new UsageDimensions { User = "alice" },
            Estimate = new TokenCounts { Input = 1, Output = 1 },
        });
        return decision.Allowed;
    }
}
