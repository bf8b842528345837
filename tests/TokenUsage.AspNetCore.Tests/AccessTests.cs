using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Tests;

public sealed class AccessTests
{
    private static readonly HttpStatusCode[] Closed =
    [
        HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden,
        HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed,
    ];

    [Fact]
    public async Task Without_a_policy_every_route_is_forbidden()
    {
        await using TestSite site = await TestSite.StartAsync(Environments.Production);

        await EveryRouteIsClosedAsync(site);
    }

    [Fact]
    public async Task In_development_every_route_is_forbidden_to_whoever_has_no_token()
    {
        await using TestSite site = await TestSite.StartAsync(Environments.Development);

        await EveryRouteIsClosedAsync(site, ("test-remote", "127.0.0.1"));
    }

    [Fact]
    public async Task Behind_a_policy_every_route_is_closed_to_strangers()
    {
        await using TestSite site = await TestSite.StartAsync(
            Environments.Production, group => group.RequireAuthorization("admin"), o => o.WritePolicy = "anybody");

        await EveryRouteIsClosedAsync(site);
        await EveryRouteIsClosedAsync(site, ("X-Forwarded-For", "127.0.0.1"));
        await EveryRouteIsClosedAsync(site, ("test-role", "guest"));
    }

    [Fact]
    public async Task No_route_answers_another_verb()
    {
        await using TestSite site = await TestSite.OpenAsync();

        foreach (UsageRoute route in UsageRoutes.All)
        {
            using HttpResponseMessage response = await site.SendAsync(HttpMethod.Delete, PathOf(route));
            response.StatusCode.Should().BeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Whoever_may_see_a_part_is_refused_what_cannot_be_parted()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.Access = _ => UsageAccess.Only(Dimension.Project, "acme"));

        foreach (UsageRoute route in UsageRoutes.All.Where(r => r.NeedsEverything && r.Kind is RouteKind.Read))
        {
            using HttpResponseMessage response = await site.SendAsync(HttpMethod.Get, PathOf(route));
            response.StatusCode.Should().Be(HttpStatusCode.Forbidden, route.Path);
        }
    }

    [Theory]
    [InlineData("/usage/api/summary")]
    [InlineData("/usage/api/summary?project=globex")]
    [InlineData("/usage/api/models?not.project=acme")]
    [InlineData("/usage/api/users/bob")]
    [InlineData("/usage/api/records")]
    public async Task A_tenant_never_sees_the_usage_of_another(string path)
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.Access = _ => UsageAccess.Only(Dimension.Project, "acme"));
        await site.RecordAsync(TestSite.Record("globex-model", "bob", project: "globex"));

        using HttpResponseMessage response = await site.GetAsync(path);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.OK, body);
        body.Should().NotContain("globex-model");
    }

    [Fact]
    public async Task Whoever_may_see_nothing_is_refused()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.Access = _ => UsageAccess.Nothing);

        using HttpResponseMessage response = await site.GetAsync("/usage/api/summary");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nothing_can_be_changed_before_a_policy_says_so()
    {
        await using TestSite site = await TestSite.OpenAsync();

        foreach (UsageRoute route in UsageRoutes.All.Where(r => r.Kind is not RouteKind.Read))
        {
            using HttpResponseMessage response =
                await site.SendAsync(new HttpMethod(route.Method), PathOf(route), "{}");
            response.StatusCode.Should().Be(HttpStatusCode.Forbidden, route.Path);
        }
    }

    [Fact]
    public async Task A_write_without_the_header_of_its_own_is_refused()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "anybody");
        site.Client.DefaultRequestHeaders.Remove("X-Token-Usage");

        using HttpResponseMessage response =
            await site.SendAsync(HttpMethod.Post, "/usage/api/quotas/halt", """{"reason":"test"}""");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Opening_the_group_to_everybody_does_not_open_its_write_policy()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.WritePolicy = "admin");

        using HttpResponseMessage response =
            await site.SendAsync(HttpMethod.Post, "/usage/api/quotas/halt", """{"reason":"test"}""");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_and_sniffing()
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await site.GetAsync("/usage/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Content-Security-Policy").Single()
            .Should().Contain("script-src 'self';").And.NotContain("unsafe");
    }

    [Theory]
    [InlineData("/usage", "/usage/")]
    [InlineData("/base/usage?range=7d", "/base/usage/?range=7d")]
    public async Task The_page_lies_behind_a_slash_under_any_path_base(string path, string expected)
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await site.GetAsync(path);

        response.Headers.Location.Should().Be(new Uri(expected, UriKind.Relative));
    }

    private static async Task EveryRouteIsClosedAsync(TestSite site, params (string, string)[] headers)
    {
        foreach (UsageRoute route in UsageRoutes.All)
        {
            using HttpResponseMessage response =
                await site.SendAsync(new HttpMethod(route.Method), PathOf(route), json: null, headers);
            response.StatusCode.Should().BeOneOf(Closed, $"{route.Method} {route.Path}");
        }
    }

    private static string PathOf(UsageRoute route) => "/usage" + route.Path
        .Replace("{id}", "alice", StringComparison.Ordinal)
        .Replace("{hash}", "0", StringComparison.Ordinal)
        .Replace("{name}", "app.js", StringComparison.Ordinal);
}
