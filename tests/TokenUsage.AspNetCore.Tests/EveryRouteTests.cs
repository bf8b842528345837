using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TokenUsage.AspNetCore.Tests;

/// <summary>Over what the application has really mapped: a further route is in every test of these as soon as it exists.</summary>
public sealed partial class EveryRouteTests
{
    private static readonly HttpStatusCode[] Refusals =
    [
        HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden,
        HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed,
    ];

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets who comes: the headers they send, and where the site stands.</summary>
    public static TheoryData<string, string[]> Strangers() => new()
    {
        { "policy", [] },
        { "policy", ["test-role: guest"] },
        { "policy", ["X-Forwarded-For: 127.0.0.1", "X-Real-IP: ::1", "X-Original-For: 127.0.0.1"] },
        { "policy", ["X-Forwarded-User: admin", "X-Remote-User: admin", "X-Original-URL: /usage/"] },
        { "policy", ["test-role: other-tenant"] },
        { "none", ["test-role: admin"] },
        { "none", ["test-remote: 127.0.0.1"] },
        { "development", ["test-remote: 127.0.0.1"] },
        { "development", ["test-remote: 10.0.0.7", "X-Forwarded-For: 127.0.0.1"] },
        { "development", ["test-remote: 127.0.0.1", "X-Forwarded-For: 127.0.0.1"] },
        { "development", ["test-remote: 127.0.0.1", "Host: rebound.example"] },
        { "development", ["test-remote: 127.0.0.1", "Cookie: token-usage-local=0"] },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_stranger_is_refused_everywhere(string place, string[] headers)
    {
        await using TestSite site = await StartAsync(place);

        foreach ((string verb, string path) in RoutesOf(site))
        {
            using HttpResponseMessage response = await SendAsync(site, verb, path, headers);
            response.StatusCode.Should().BeOneOf(Refusals, $"{verb} {path} with {string.Join(", ", headers)}");
        }
    }

    [Fact]
    public async Task No_address_answers_a_verb_that_it_is_not_for()
    {
        await using TestSite site = await StartAsync("policy");
        ILookup<string, string> routes = RoutesOf(site).ToLookup(route => route.Path, route => route.Verb);

        foreach (IGrouping<string, string> route in routes)
        {
            foreach (string verb in Verbs.Except(route))
            {
                using HttpResponseMessage response = await SendAsync(site, verb, route.Key, ["test-role: admin"]);
                response.StatusCode.Should().BeOneOf(
                    [HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed], $"{verb} {route.Key}");
            }
        }
    }

    [Fact]
    public async Task A_tenant_reads_nothing_of_another_anywhere()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.Access = _ => UsageAccess.Only(Dimension.Project, "acme"),
            monitor => monitor.AddQuota("secret-quota", q => q.Per(Dimension.Project).Tokens(1_000).Daily()));
        await site.RecordAsync(TestSite.Record("secret-model", "secret-user", project: "globex"));
        await site.Services.GetRequiredService<ITokenAlerts>().RaiseAsync(
            new AlertRequest
            {
                Rule = "secret-rule",
                Message = "Nobody else's business.",
                Scope = new UsageDimensions { Project = "globex" },
            },
            Token);

        // The stream does not end, and has a test of its own.
        IEnumerable<(string Verb, string Path)> reads =
            RoutesOf(site).Where(route => route.Verb == "GET" && route.Path != "/usage/api/live");
        foreach ((string verb, string path) in reads)
        {
            using HttpResponseMessage response = await SendAsync(site, verb, path, []);
            string body = await response.Content.ReadAsStringAsync(Token);
            body.Should().NotContain("secret", $"{path} is for everybody's eyes");
        }
    }

    [Fact]
    public async Task Nothing_is_changed_without_the_header_that_only_a_page_of_ours_sends()
    {
        await using TestSite site = await StartAsync("policy");
        site.Client.DefaultRequestHeaders.Remove("X-Token-Usage");

        foreach ((string verb, string path) in RoutesOf(site).Where(route => route.Verb != "GET"))
        {
            using HttpResponseMessage response = await SendAsync(site, verb, path, ["test-role: admin"]);
            response.StatusCode.Should().Be(HttpStatusCode.Forbidden, $"{verb} {path}");
        }
    }

    [Fact]
    public async Task The_table_has_every_kind_of_address()
    {
        await using TestSite site = await StartAsync("policy");

        RoutesOf(site).Should().Contain([("GET", "/usage/"), ("GET", "/usage/api/live"), ("POST", "/usage/api/track")])
            .And.HaveCountGreaterThan(40);
    }

    private static Task<TestSite> StartAsync(string place)
    {
        void Configure(TokenUsageWebOptions options)
        {
            options.WritePolicy = "admin";
            options.Access = http => http.User.IsInRole("other-tenant") ? UsageAccess.Nothing : UsageAccess.Everything;
        }

        return place switch
        {
            "none" => TestSite.StartAsync(Environments.Production, configure: Configure),
            "development" => TestSite.StartAsync(Environments.Development, configure: Configure),
            _ => TestSite.StartAsync(
                Environments.Production,
                group => group.RequireAuthorization(policy => policy.RequireRole("admin", "other-tenant")), Configure),
        };
    }

    private static IReadOnlyList<(string Verb, string Path)> RoutesOf(TestSite site) =>
    [
        .. from endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from verb in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
           select (verb, Placeholder().Replace(path, Guid.Empty.ToString())),
    ];

    private static Task<HttpResponseMessage> SendAsync(TestSite site, string verb, string path, string[] headers) =>
        site.SendAsync(
            new HttpMethod(verb), path, verb == "GET" ? null : "{}",
            [.. headers.Select(header => header.Split(": ", 2)).Select(parts => (parts[0], parts[1]))]);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
