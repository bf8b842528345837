using System.Net;
using System.Text;
using System.Text.Json;
using TokenUsage.Capture;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class QuotaHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_charged_with_what_its_record_says_and_holds_nothing_afterwards()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Tokens(1_000_000)));
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));

        await (await http.PostAsync(WireAnswers.ChatUrl, Body(), Token)).Content.ReadAsStringAsync(Token);

        QuotaStatus status = await monitor.StatusAsync();
        status.Used.Should().Be(150);
        status.Held.Should().Be(0);
    }

    [Fact]
    public async Task A_call_under_way_holds_its_body_and_its_output_cap()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Tokens(1_000_000)));
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        const string Request = """{"model":"gpt-4o-mini","max_tokens":700,"n":2}""";
        using var message = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl) { Content = Body(Request) };

        using HttpResponseMessage response =
            await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Token);

        (await monitor.StatusAsync()).Held.Should().Be(Request.Length + 1_400);
    }

    [Fact]
    public async Task A_call_that_does_not_fit_is_not_sent_and_is_recorded_as_refused_and_free()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("tight", q => q.Tokens(100)));
        var provider = StubProvider.Json(WireAnswers.Chat);
        using HttpClient http = monitor.CreateHttpClient(provider);

        Func<Task> call = () => http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        QuotaExceededException refusal = (await call.Should().ThrowAsync<QuotaExceededException>()).Which;
        refusal.Quota.Should().Be("tight");
        refusal.Decision.Limit.Should().Be(100);
        refusal.Decision.ResetsAt.Should().NotBeNull();
        provider.Requests.Should().Be(0);
        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Refused);
        record.Cost.Usd.Should().Be(0);
        record.ErrorType.Should().Be("quota_exceeded");
        record.RequestedModel.Should().Be("gpt-4o-mini");
        record.Metadata.Should().Contain("quota", "tight");
        (await monitor.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 0 && status.Held == 0);
    }

    [Fact]
    public async Task A_refusal_can_be_an_answer_in_the_providers_own_form()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .AddQuota(
                "minute",
                q => q.Tokens(200).Sliding(TimeSpan.FromMinutes(1)).EstimateBy(QuotaEstimate.InputOnly)));
        var options = new CaptureOptions { Refusal = QuotaRefusal.TooManyRequests };
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat), options);
        await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        using HttpResponseMessage refused = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromMinutes(2));
        using JsonDocument body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Token));
        body.RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be("quota_exceeded");
        (await monitor.RecordsAsync()).Select(record => record.Outcome).Should()
            .Equal(CallOutcome.Success, CallOutcome.Refused);
    }

    [Theory]
    [InlineData("anthropic", "rate_limit_error")]
    [InlineData("gcp.gemini", "RESOURCE_EXHAUSTED")]
    [InlineData("aws.bedrock", "message")]
    public async Task Each_provider_refuses_in_its_own_words(string provider, string expected)
    {
        using var request = new HttpRequestMessage();
        using HttpResponseMessage answer = RefusedAnswer.Create(
            request, provider, new QuotaDecision { Message = "used up" });

        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain(expected).And.Contain("used up");
        answer.Headers.GetValues("x-should-retry").Should().Equal("false");
    }

    [Fact]
    public async Task What_the_provider_turned_down_is_given_back()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Tokens(100_000)));
        using HttpClient http = monitor.CreateHttpClient(
            StubProvider.Json("""{"error":{"message":"no"}}""", HttpStatusCode.TooManyRequests));

        await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        (await monitor.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 0 && status.Held == 0);
    }

    [Fact]
    public async Task A_model_that_is_declared_free_passes_a_budget_that_is_used_up()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .UseFlatPrice(0m, 0m, "local")
            .AddQuota("budget", q => q.Usd(0m)));
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));

        Func<Task> free = () => http.PostAsync(WireAnswers.ChatUrl, Body("""{"model":"local"}"""), Token);
        Func<Task> paid = () => http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        await free.Should().NotThrowAsync();
        await paid.Should().ThrowAsync<QuotaExceededException>();
    }

    [Fact]
    public async Task A_halt_refuses_every_call_until_it_is_ended()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(_ => { });
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        Func<Task> call = () => http.PostAsync(WireAnswers.ChatUrl, Body(), Token);
        await monitor.Quotas().HaltAsync(HaltScope.Everything, "Runaway agent.", ChangeActor.Application, Token);

        (await call.Should().ThrowAsync<QuotaExceededException>()).WithMessage("*Runaway agent.*");
        await monitor.Quotas().ResumeAsync(HaltScope.Everything, ChangeActor.Application, Token);

        await call.Should().NotThrowAsync();
    }

    [Fact]
    public async Task The_prompt_is_taken_at_the_models_limit_when_the_body_names_what_lies_elsewhere()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b.AddQuota("all", q => q.Tokens(20_000)));
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        const string Named =
            """
            {"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"user","content":[
            {"type":"image_url","image_url":{"url":"https://x/y.png"}}]}]}
            """;

        Func<Task> call = () => http.PostAsync(WireAnswers.ChatUrl, Body(Named), Token);

        await call.Should().ThrowAsync<QuotaExceededException>("its context window is larger than the quota");
    }

    private static StringContent Body(string? body = null) =>
        new(body ?? WireAnswers.ChatRequest, Encoding.UTF8, "application/json");
}
