using System.Net;
using System.Net.Http.Json;

namespace TokenUsage.Samples.Tests;

/// <summary>The samples that serve until they are stopped.</summary>
public sealed class WebSampleTests
{
    private static readonly object Question = new
    {
        user = "ada",
        session = "s1",
        feature = "chat",
        model = "gpt-4o-mini",
        prompt = "How are you?",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chat_service_answers_and_its_dashboard_opens_by_the_link_in_the_log()
    {
        await using SampleProcess sample = SampleProcess.Start("WebDashboard", "--urls", "http://127.0.0.1:0");
        string link = await sample.AfterAsync("for a browser on this machine, once: ");
        using var client = new HttpClient();

        using HttpResponseMessage page = await client.GetAsync(new Uri(link), Cancellation);
        using HttpResponseMessage chat = await client.PostAsJsonAsync(
            new Uri(new Uri(link), "/chat"), Question, Cancellation);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancellation)).Should().Contain("<main");
        chat.StatusCode.Should().Be(HttpStatusCode.OK, await chat.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_program_in_another_language_reports_its_call_with_curl()
    {
        await using SampleProcess sample = SampleProcess.Start("NonDotNet", "--urls", "http://127.0.0.1:0");
        string address = await sample.AfterAsync("Now listening on: ");

        await using SampleProcess script = SampleProcess.StartScript("samples/NonDotNet/track.sh", [address]);

        (await script.EndAsync()).Should().ContainAll("\"calls\":1", "1200");
    }
}
