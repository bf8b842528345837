using System.Net;
using Microsoft.Extensions.Hosting;

namespace TokenUsage.AspNetCore.Tests;

public sealed class LocalSignInTests
{
    private static readonly (string, string) AtTheMachine = ("test-remote", "127.0.0.1");

    [Fact]
    public async Task The_token_in_the_log_lets_a_browser_of_the_machine_in()
    {
        await using TestSite site = await TestSite.StartAsync(Environments.Development);

        using HttpResponseMessage answer = await SpendAsync(site, TokenIn(site));
        string cookie = answer.Headers.GetValues("Set-Cookie").Single();
        using HttpResponseMessage page =
            await site.SendAsync(
                HttpMethod.Get, "/usage/api/summary", null, AtTheMachine, ("Cookie", cookie.Split(';')[0]));

        cookie.Should().Contain("httponly").And.Contain("samesite=strict");
        page.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_works_once()
    {
        await using TestSite site = await TestSite.StartAsync(Environments.Development);
        string token = TokenIn(site);
        using HttpResponseMessage first = await SpendAsync(site, token);

        using HttpResponseMessage second = await SpendAsync(site, token);

        first.StatusCode.Should().Be(HttpStatusCode.Found);
        second.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("10.0.0.7", "x-nothing", "1")]
    [InlineData("127.0.0.1", "X-Forwarded-For", "127.0.0.1")]
    [InlineData("127.0.0.1", "Forwarded", "for=127.0.0.1")]
    [InlineData("127.0.0.1", "Host", "rebound.example")]
    public async Task A_token_is_worth_nothing_from_elsewhere(string remote, string header, string value)
    {
        await using TestSite site = await TestSite.StartAsync(Environments.Development);

        using HttpResponseMessage answer = await site.SendAsync(
            HttpMethod.Get, "/usage?token=" + TokenIn(site), null, ("test-remote", remote), (header, value));

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static Task<HttpResponseMessage> SpendAsync(TestSite site, string token) =>
        site.SendAsync(HttpMethod.Get, "/usage?token=" + token, null, AtTheMachine);

    private static string TokenIn(TestSite site) =>
        site.Log.Lines.Last(line => line.Contains("token=")).Split("token=")[1].Trim();
}
