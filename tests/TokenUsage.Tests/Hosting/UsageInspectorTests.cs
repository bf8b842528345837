using System.Text;

namespace TokenUsage.Tests.Hosting;

public sealed class UsageInspectorTests
{
    private const string Responses = "https://api.openai.com/v1/responses";
    private const string Completed =
        """{"id":"r","background":true,"status":"completed","usage":{"input_tokens":3,"output_tokens":4}}""";

    private readonly UsageInspector _inspector = new();

    [Fact]
    public void An_exchange_is_read_as_the_monitor_would()
    {
        InspectedUsage usage = Inspect(
            "POST", "https://api.x.ai/v1/chat/completions",
            """{"model":"grok-4-0709","usage":{"prompt_tokens":3,"completion_tokens":4,"""
            + "\"cost_in_usd_ticks\":10000000}}",
            request: """{"model":"grok-4","stream":false}""")!;

        usage.Provider.Should().Be("x_ai");
        usage.Api.Should().Be("openai.chat");
        usage.RequestedModel.Should().Be("grok-4");
        usage.Model.Should().Be("grok-4-0709");
        usage.Tokens.Should().Be(new TokenCounts { Input = 3, Output = 4 });
        usage.StatedCostUsd.Should().Be(0.001m);
        usage.Source.Should().Be(UsageSource.Reported);
        usage.IsBillable.Should().BeTrue();
    }

    [Fact]
    public void What_is_no_model_call_is_nothing() =>
        Inspect("GET", "https://example.org/orders/1", "{}").Should().BeNull();

    [Fact]
    public void An_answer_with_an_error_status_is_not_billable() =>
        Inspect("POST", Responses, """{"error":{"code":"rate_limit_exceeded"}}""", status: 429)!
            .IsBillable.Should().BeFalse();

    [Fact]
    public void A_stored_answer_is_shown_and_not_billable()
    {
        InspectedUsage usage = Inspect(
            "GET", Responses + "/r", """{"id":"r","usage":{"input_tokens":3,"output_tokens":4}}""")!;

        usage.IsBillable.Should().BeFalse();
        usage.Tokens.Input.Should().Be(3);
    }

    [Fact]
    public void Of_all_looks_at_an_answer_made_in_the_background_the_first_with_usage_is_billable()
    {
        bool[] billable =
        [
            Inspect("POST", Responses, """{"id":"r","background":true,"status":"queued"}""")!.IsBillable,
            Inspect("GET", Responses + "/r", """{"id":"r","background":true,"status":"in_progress"}""")!.IsBillable,
            Inspect("GET", Responses + "/r", Completed)!.IsBillable,
            Inspect("GET", Responses + "/r", Completed)!.IsBillable,
        ];

        billable.Should().Equal(false, false, true, false);
    }

    [Fact]
    public void An_answer_beyond_all_limits_is_unreported()
    {
        InspectedUsage usage = Inspect(
            "POST", Responses, "{\"usage\":{\"x\":\"" + new string('9', 5000) + "\",\"input_tokens\":3}}")!;

        usage.Source.Should().Be(UsageSource.Unreported);
        usage.Tokens.IsEmpty.Should().BeTrue();
    }

    private InspectedUsage? Inspect(
        string method, string address, string response, string request = "", int status = 200) =>
        _inspector.Inspect(new WireExchange
        {
            Method = method,
            Address = new Uri(address),
            Status = status,
            MediaType = "application/json",
            RequestBody = Encoding.UTF8.GetBytes(request),
            ResponseBody = Encoding.UTF8.GetBytes(response),
        });
}
