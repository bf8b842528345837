using System.Text;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class BackgroundAnswerTests
{
    private const string Url = "https://api.openai.com/v1/responses";
    private const string Queued =
        """{"id":"resp_1","status":"queued","background":true,"model":"gpt-5","usage":null}""";
    private const string Usage = "\"usage\":{\"input_tokens\":14,\"output_tokens\":12,\"total_tokens\":26}";
    private const string Completed =
        "{\"id\":\"resp_1\",\"status\":\"completed\",\"background\":true,\"model\":\"gpt-5\"," + Usage + "}";

    private static readonly TokenCounts Counts = new() { Input = 14, Output = 12 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_is_polled_for_is_billed_once_by_the_first_look_that_shows_its_usage()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(Provider(Queued, Queued, Completed, Completed));

        using (UsageScope.Begin(user: "alice")) await PostAsync(http);
        for (int i = 0; i < 3; i++) await http.GetStringAsync(Url + "/resp_1", Token);

        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Should().HaveCount(2);
        records[0].Source.Should().Be(UsageSource.Unreported);
        records[0].Cost.Usd.Should().BeNull("the bill is not shown there");
        records[1].Tokens.Should().Be(Counts);
        records[1].Source.Should().Be(UsageSource.Reported);
        records[1].OperationId.Should().Be(records[0].OperationId).And.NotBe(Guid.Empty);
        records[1].Attempt.Should().Be(1, "it is the attempt that the request began");
        records[1].Dimensions.User.Should().Be("alice");
    }

    [Fact]
    public async Task Polls_at_the_same_time_bill_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(new ScriptedProvider(_ => Completed));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => http.GetStringAsync(Url + "/resp_1", Token)));

        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Tokens.Should().Be(Counts);
    }

    [Fact]
    public async Task An_answer_that_another_process_began_is_billed_by_the_first_look_at_it()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(Provider(Completed, Completed));

        for (int i = 0; i < 2; i++) await http.GetStringAsync(Url + "/resp_1", Token);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Tokens.Should().Be(Counts);
        record.Attempt.Should().Be(1);
    }

    [Theory]
    [InlineData("incomplete")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task An_answer_that_ended_early_is_billed_for_what_it_used(string status)
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(
            Provider(Queued, Completed.Replace("completed", status, StringComparison.Ordinal)));

        await PostAsync(http);
        await http.GetStringAsync(Url + "/resp_1", Token);

        (await monitor.RecordsAsync()).Should().ContainSingle(r => r.Tokens == Counts);
    }

    [Fact]
    public async Task Cancelling_an_answer_bills_what_it_used_until_then()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(
            Provider(Queued, Completed.Replace("completed", "cancelled", StringComparison.Ordinal)));

        await PostAsync(http);
        using HttpResponseMessage cancelled = await http.PostAsync(Url + "/resp_1/cancel", content: null, Token);

        (await monitor.RecordsAsync()).Should().ContainSingle(r => r.Tokens == Counts);
    }

    [Fact]
    public async Task An_answer_that_its_own_request_billed_is_not_billed_again_when_it_is_fetched()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(Provider(Completed, Completed));

        await PostAsync(http);
        await http.GetStringAsync(Url + "/resp_1", Token);

        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Tokens.Should().Be(Counts);
    }

    [Fact]
    public async Task A_stored_answer_that_was_never_in_the_background_is_not_billed()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(
            Provider(Completed.Replace("\"background\":true,", "", StringComparison.Ordinal)));

        await http.GetStringAsync(Url + "/resp_1", Token);

        (await monitor.RecordsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stream_that_broke_off_and_was_resumed_is_billed_once_by_the_resumption()
    {
        const string Begun =
            "event: response.queued\ndata: {\"type\":\"response.queued\",\"response\":" + Queued + "}\n\n";
        const string Ended =
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" + Completed + "}\n\n";
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(Provider(Begun, Ended, Ended));

        await PostAsync(http);
        for (int i = 0; i < 2; i++) await http.GetStringAsync(Url + "/resp_1?stream=true&starting_after=0", Token);

        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Should().HaveCount(2);
        records[0].Tokens.IsEmpty.Should().BeTrue("an estimate would be billed beside the true count");
        records[1].Tokens.Should().Be(Counts);
    }

    private static ScriptedProvider Provider(params string[] answers)
    {
        int next = 0;
        return new ScriptedProvider(_ => answers[next++]);
    }

    private static async Task PostAsync(HttpClient http)
    {
        const string Request = """{"model":"gpt-5","background":true}""";
        using var body = new StringContent(Request, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(Url, body, Token);
        await response.Content.ReadAsStringAsync(Token);
    }
}
