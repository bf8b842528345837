using System.Net;
using System.Text;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class TokenUsageHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_is_read_is_recorded_once_with_the_providers_counts()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));

        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);
        (await response.Content.ReadAsStringAsync(Token)).Should().Be(WireAnswers.Chat);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Provider.Should().Be("openai");
        record.Operation.Should().Be("chat");
        record.Endpoint.Should().Be("/v1/chat/completions");
        record.RequestedModel.Should().Be("gpt-4o-mini");
        record.Model.Should().Be("gpt-4o-mini-2024-07-18");
        record.ResponseId.Should().Be("chatcmpl-1");
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Source.Should().Be(UsageSource.Reported);
        record.Tokens.Should().Be(new TokenCounts { Input = 120, CachedInput = 100, Output = 30, Reasoning = 8 });
        record.Cost.Status.Should().Be(CostStatus.Priced);
        record.TimeToFirstToken.Should().BeNull("the answer was not streamed");
    }

    [Fact]
    public async Task A_request_that_is_no_model_call_passes_unrecorded()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json("{}"));

        (await http.GetStringAsync("https://example.org/orders/1", Token)).Should().Be("{}");

        (await monitor.RecordsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stream_that_is_read_to_its_closing_event_is_a_success_even_if_the_end_is_not_awaited()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Events(WireAnswers.MessageStream));

        await ReadEventsAsync(http, WireAnswers.MessagesUrl, events: 4);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Tokens.Input.Should().Be(125);
        record.Tokens.CachedInput.Should().Be(100);
        record.Tokens.Output.Should().Be(42);
        record.TimeToFirstToken.Should().NotBeNull();
    }

    [Fact]
    public async Task A_stream_the_caller_abandons_is_recorded_once_with_what_was_reported_and_an_estimate()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Events(WireAnswers.MessageStream));

        await ReadEventsAsync(http, WireAnswers.MessagesUrl, events: 2);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Interrupted);
        record.Source.Should().Be(UsageSource.Partial);
        record.Tokens.Input.Should().Be(125);
        record.Tokens.Output.Should().BeInRange(5, 42);
    }

    [Fact]
    public async Task An_abandoned_stream_that_reported_nothing_is_estimated_and_never_zero()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Events(WireAnswers.ChatStreamWithoutUsage));

        await ReadEventsAsync(http, WireAnswers.ChatUrl, events: 1);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Source.Should().Be(UsageSource.Estimated);
        record.Tokens.Input.Should().BeGreaterThan(0);
        record.Tokens.Output.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_stream_without_usage_is_unreported_and_not_zero()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Events(WireAnswers.ChatStreamWithoutUsage));

        await ReadEventsAsync(http, WireAnswers.ChatUrl, events: 3);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Source.Should().Be(UsageSource.Unreported);
        record.Tokens.IsEmpty.Should().BeTrue();
        record.Cost.Usd.Should().BeNull();
    }

    [Fact]
    public async Task An_answer_that_is_never_read_is_recorded_once_when_it_is_disposed()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl) { Content = Body() };

        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Dispose();
        response.Dispose();

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Interrupted);
        record.Source.Should().Be(UsageSource.Estimated);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_recorded_as_failed_and_the_caller_sees_the_same_exception()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var broken = new IOException("the connection was reset");
        byte[][] pieces = [.. WireAnswers.MessageStream.Take(2).Select(e => Encoding.UTF8.GetBytes(e + "\n\n"))];
        using HttpClient http = monitor.CreateHttpClient(
            new StubProvider(pieces, "text/event-stream", breaksWith: broken));

        Func<Task> reading = () => ReadEventsAsync(http, WireAnswers.MessagesUrl, events: 4);

        (await reading.Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(broken);
        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Failed);
        record.ErrorType.Should().Be(nameof(IOException));
        record.Tokens.Input.Should().Be(125);
    }

    [Fact]
    public async Task A_refusing_provider_is_recorded_as_failed_and_costs_nothing()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(
            """{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}""",
            HttpStatusCode.TooManyRequests));

        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Failed);
        record.ErrorType.Should().Be("rate_limit_exceeded");
        record.Tokens.IsEmpty.Should().BeTrue();
        record.Cost.Usd.Should().Be(0);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_left_costs_nothing()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));

        Func<Task> call = () => http.PostAsync(WireAnswers.ChatUrl, Body(), new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Sum(record => record.Cost.Usd ?? 0).Should().Be(0);
    }

    [Fact]
    public async Task The_scope_says_who_and_why()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));

        using (UsageScope.Begin(user: "alice", project: "apollo"))
        using (UsageScope.Begin(feature: "search"))
        {
            using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);
        }

        UsageDimensions dimensions = (await monitor.RecordsAsync()).Should().ContainSingle().Subject.Dimensions;
        (dimensions.User, dimensions.Project, dimensions.Feature).Should().Be(("alice", "apollo", "search"));
    }

    [Fact]
    public async Task A_handler_that_stands_on_the_chain_twice_records_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(
            monitor.CreateHandler(StubProvider.Json(WireAnswers.Chat)));

        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        (await monitor.RecordsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_synchronous_call_is_recorded_like_any_other()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl) { Content = Body() };

        using HttpResponseMessage response = http.Send(request, Token);

        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Tokens.Output.Should().Be(30);
    }

    private static StringContent Body() => new(WireAnswers.ChatRequest, Encoding.UTF8, "application/json");

    private static async Task ReadEventsAsync(HttpClient http, string url, int events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Body() };
        using HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
        byte[] buffer = new byte[64 * 1024];
        for (int i = 0; i < events; i++) (await stream.ReadAsync(buffer, Token)).Should().BePositive();
    }
}
