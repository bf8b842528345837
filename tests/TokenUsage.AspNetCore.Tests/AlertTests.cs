using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage.AspNetCore.Tests;

public sealed class AlertTests
{
    [Fact]
    public async Task Alerts_are_listed_by_time_severity_and_state()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await RaiseAsync(site, "spend", AlertSeverity.High, "alice");
        await RaiseAsync(site, "spend", AlertSeverity.Low, "bob");

        (await SubjectsAsync(site, "")).Should().BeEquivalentTo("user=alice", "user=bob");
        (await SubjectsAsync(site, "?severity=medium")).Should().Equal("user=alice");
        (await SubjectsAsync(site, "?range=1h&subject=user%3Dbob")).Should().Equal("user=bob");
        (await SubjectsAsync(site, "?from=2020-01-01&to=2020-02-01")).Should().BeEmpty();
        (await SubjectsAsync(site, "?state=resolved,dismissed")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("acknowledge", "Acknowledged")]
    [InlineData("resolve", "Resolved")]
    [InlineData("dismiss", "Dismissed")]
    public async Task An_alert_is_taken_up_or_ended_and_the_trail_says_by_whom(string action, string state)
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "admin");
        Alert alert = await RaiseAsync(site, "spend", AlertSeverity.High, "alice");

        using HttpResponseMessage response = await site.SendAsync(
            HttpMethod.Post, $"/usage/api/alerts/{alert.Id}/{action}", "{}", ("test-role", "admin"));
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<AuditEntry> trail = await TrailAsync(site);

        response.StatusCode.Should().Be(HttpStatusCode.OK, body);
        JsonDocument.Parse(body).RootElement.GetProperty("state").GetString().Should().Be(state);
        trail.Should().ContainSingle(entry => entry.Target == $"spend {alert.Id}").Which.Should().BeEquivalentTo(
            new { Actor = "tester", Action = "alert." + action, Subject = "alice", Before = "Firing", After = state });
    }

    [Fact]
    public async Task An_alert_that_is_not_there_is_not_found()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "anybody");

        using HttpResponseMessage response = await site.SendAsync(
            HttpMethod.Post, $"/usage/api/alerts/{Guid.CreateVersion7()}/acknowledge", "{}");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("alerts?severity=urgent", "severity")]
    [InlineData("alerts?state=open", "state")]
    [InlineData("alerts?limit=0", "limit")]
    [InlineData("alerts?to=2026-01-01", "from")]
    [InlineData("alerts/deliveries?state=lost", "state")]
    public async Task What_cannot_be_meant_is_named(string path, string parameter)
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await site.GetAsync("/usage/api/" + path);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest, body);
        JsonDocument.Parse(body).RootElement.GetProperty("parameter").GetString().Should().Be(parameter);
    }

    [Fact]
    public async Task Whoever_sees_a_part_is_shown_the_alerts_about_it()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.Access = _ => UsageAccess.Only(Dimension.User, "alice"));
        await RaiseAsync(site, "spend", AlertSeverity.High, "bob");
        await RaiseAsync(site, "spend", AlertSeverity.High, "alice");

        (await SubjectsAsync(site, "?limit=1")).Should().Equal("user=alice");
    }

    [Fact]
    public async Task A_silence_is_kept_with_its_length_and_its_actor()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "admin");

        using HttpResponseMessage response = await site.SendAsync(
            HttpMethod.Post, "/usage/api/alerts/silences", """{"rule":"spend*","length":3600,"reason":"A test."}""",
            ("test-role", "admin"));
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.OK, body);
        JsonElement silence = JsonDocument.Parse(body).RootElement;
        silence.GetProperty("actor").GetString().Should().Be("tester");
        (silence.GetProperty("until").GetDateTimeOffset() - silence.GetProperty("from").GetDateTimeOffset())
            .Should().Be(TimeSpan.FromHours(1));
        (await TrailAsync(site)).Should().ContainSingle(entry => entry.Action == "alert.silence");
    }

    [Fact]
    public async Task The_overview_counts_the_alerts_that_hold()
    {
        await using TestSite site = await TestSite.OpenAsync();
        await RaiseAsync(site, "spend", AlertSeverity.Critical, "alice");
        Alert taken = await RaiseAsync(site, "spend", AlertSeverity.Low, "bob");
        await Alerts(site).AcknowledgeAsync(taken.Id, ChangeActor.Application, TestContext.Current.CancellationToken);

        JsonElement overview = await site.GetJsonAsync("/usage/api/stats?timeRange=30d");

        JsonElement alerts = overview.GetProperty("alerts");
        alerts.GetProperty("critical").GetInt32().Should().Be(1);
        alerts.GetProperty("low").GetInt32().Should().Be(1);
        alerts.GetProperty("acknowledged").GetInt32().Should().Be(1);
    }

    private static async Task<List<string?>> SubjectsAsync(TestSite site, string query)
    {
        JsonElement list = await site.GetJsonAsync("/usage/api/alerts" + query);
        return [.. list.EnumerateArray().Select(alert => alert.GetProperty("subject").GetString())];
    }

    private static async Task<IReadOnlyList<AuditEntry>> TrailAsync(TestSite site)
    {
        List<AuditEntry> entries = [];
        await foreach (AuditEntry entry in site.Services.GetRequiredService<IAuditTrail>()
            .ReadAsync(0, TestContext.Current.CancellationToken))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static ITokenAlerts Alerts(TestSite site) => site.Services.GetRequiredService<ITokenAlerts>();

    private static async Task<Alert> RaiseAsync(TestSite site, string rule, AlertSeverity severity, string user) =>
        (await Alerts(site).RaiseAsync(
            new AlertRequest
            {
                Rule = rule,
                Message = "Somebody spends.",
                Severity = severity,
                Scope = new UsageDimensions { User = user },
            },
            TestContext.Current.CancellationToken))!;
}
