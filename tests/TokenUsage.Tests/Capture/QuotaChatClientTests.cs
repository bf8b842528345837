using System.Text;
using Microsoft.Extensions.AI;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class QuotaChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_charged_with_what_the_client_reports(bool streamed)
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Tokens(1_000_000)));
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        if (streamed) await client.GetStreamingResponseAsync("hi", cancellationToken: Token).ToChatResponseAsync(Token);
        else await client.GetResponseAsync("hi", cancellationToken: Token);

        (await monitor.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 15 && status.Held == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_does_not_fit_is_refused_before_the_model_is_asked(bool streamed)
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("tight", q => q.Tokens(100)));
        var model = new ScriptedChatClient();
        using IChatClient client = monitor.Observe(model);

        Func<Task> call = () => streamed
            ? client.GetStreamingResponseAsync("hi", cancellationToken: Token).ToChatResponseAsync(Token)
            : client.GetResponseAsync("hi", cancellationToken: Token);

        await call.Should().ThrowAsync<QuotaExceededException>();
        model.Calls.Should().Be(0);
        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Outcome.Should().Be(CallOutcome.Refused);
    }

    [Fact]
    public async Task Two_observers_of_one_call_hold_and_charge_it_once()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Requests(3)));
        using IChatClient client = monitor.Observe(monitor.Observe(new ScriptedChatClient()));

        for (int i = 0; i < 3; i++) await client.GetResponseAsync("hi", cancellationToken: Token);

        (await monitor.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 3 && status.Held == 0);
    }

    [Fact]
    public async Task A_chat_client_over_an_observed_wire_holds_and_charges_the_call_once()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Requests(1)));
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        using IChatClient client = monitor.Observe(new PostingChatClient(http));

        await client.GetResponseAsync("hi", cancellationToken: Token);
        Func<Task> second = () => client.GetResponseAsync("hi", cancellationToken: Token);

        await second.Should().ThrowAsync<QuotaExceededException>();
        (await monitor.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 1 && status.Held == 0);
        (await monitor.RecordsAsync()).Select(record => record.Outcome).Should()
            .Equal(CallOutcome.Success, CallOutcome.Refused);
    }

    [Fact]
    public async Task An_answer_from_the_applications_cache_is_not_charged()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Requests(1)));
        using IChatClient inner = monitor.Observe(new ScriptedChatClient());
        using IChatClient client = monitor.Observe(new CachingOnceClient(inner));
        await client.GetResponseAsync("hi", cancellationToken: Token);

        Func<Task> cached = () => client.GetResponseAsync("hi", cancellationToken: Token);

        await cached.Should().NotThrowAsync();
        (await monitor.StatusAsync()).Used.Should().Be(1);
    }

    [Fact]
    public async Task A_call_without_a_cap_is_given_what_is_left_where_that_is_wanted()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(
            b => b.AddQuota("tight", q => q.Tokens(500)), options => options.Capture.ClampMaxOutput = true);
        var model = new CountingChatClient(tokens: 5);
        using IChatClient client = monitor.Observe(model);

        await client.GetResponseAsync("hi", cancellationToken: Token);

        model.LastOptions!.MaxOutputTokens.Should().BeInRange(400, 500);
    }

    [Fact]
    public async Task A_callers_own_cap_is_lowered_only_where_partial_answers_are_allowed()
    {
        var own = new ChatOptions { MaxOutputTokens = 5_000 };
        await using TestMonitor strict = QuotaMonitor.Create(
            b => b.AddQuota("tight", q => q.Tokens(500)), options => options.Capture.ClampMaxOutput = true);
        await using TestMonitor partial = QuotaMonitor.Create(
            b => b.AddQuota("tight", q => q.Tokens(500)), options => options.Capture.AllowPartial = true);
        var model = new CountingChatClient(tokens: 5);
        using IChatClient refused = strict.Observe(model);
        using IChatClient lowered = partial.Observe(model);

        await refused.Invoking(c => c.GetResponseAsync("hi", own, Token)).Should().ThrowAsync<QuotaExceededException>();
        await lowered.GetResponseAsync("hi", own, Token);

        model.LastOptions!.MaxOutputTokens.Should().BeLessThan(500);
        own.MaxOutputTokens.Should().Be(5_000, "the caller's options are his own");
    }

    [Theory]
    [InlineData(QuotaEstimate.Expected)]
    [InlineData(QuotaEstimate.InputOnly)]
    public async Task A_stream_is_cut_when_its_quota_is_used_up_and_charged_what_was_received(QuotaEstimate estimate)
    {
        await using TestMonitor monitor = QuotaMonitor.Create(
            b => b.AddQuota("tight", q => q.Tokens(1_000).EstimateBy(estimate)),
            options => options.Capture.CutAtLimit = true);
        using IChatClient client = monitor.Observe(new CountingChatClient(tokens: 100_000));

        ChatResponse response = await client.GetStreamingResponseAsync("hi", cancellationToken: Token)
            .ToChatResponseAsync(Token);

        response.FinishReason.Should().Be(ChatFinishReason.Length);
        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Interrupted);
        record.Source.Should().Be(UsageSource.Estimated);
        QuotaStatus status = await monitor.StatusAsync();
        status.Used.Should().Be(record.Tokens.Total).And.BeInRange(850, 1_000);
        status.Held.Should().Be(0);
    }

    [Fact]
    public async Task A_call_waits_for_the_one_before_it_where_that_is_wanted()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(
            b => b.AddQuota("one", q => q.ConcurrentCalls(1)),
            options => options.Capture.QuotaWait = TimeSpan.FromMinutes(1));
        using IChatClient client = monitor.Observe(new ScriptedChatClient());
        IAsyncEnumerator<ChatResponseUpdate> first =
            client.GetStreamingResponseAsync("hi", cancellationToken: Token).GetAsyncEnumerator(Token);
        await first.MoveNextAsync();

        Task<ChatResponse> second = client.GetResponseAsync("hi", cancellationToken: Token);
        second.IsCompleted.Should().BeFalse();
        await first.DisposeAsync();

        (await second).Text.Should().Be("An answer.");
        (await monitor.StatusAsync()).Held.Should().Be(0);
    }

    private sealed class PostingChatClient(HttpClient http) : DelegatingChatClient(new ScriptedChatClient())
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            using var body = new StringContent(WireAnswers.ChatRequest, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, body, cancellationToken);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi."));
        }
    }

    private sealed class CachingOnceClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        private ChatResponse? _cached;

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default) =>
            _cached ??= await base.GetResponseAsync(messages, options, cancellationToken);
    }
}
