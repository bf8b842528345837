using TokenUsage.Pricing;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

/// <summary>Counts that are easily billed twice, or not at all. Each figure is the right one; the wrong one is named.</summary>
public class UsageTrapTests
{
    [Fact]
    public void T01_a_cache_write_is_not_billed_as_input_too() // wrong: 0.091311
        => Cost(Call("anthropic", "claude-3-7-sonnet-20250219", input: 12_307, written: 12_304, output: 550))
            .Should().Be(0.054399m);

    [Fact]
    public void T02_a_write_for_an_hour_has_its_own_price() // wrong: 2.15086875
        => Cost(Call("anthropic", "claude-opus-5", input: 344_139, written: 344_139, written1h: 344_139))
            .Should().Be(3.44139m);

    [Fact]
    public void T03_a_cached_token_without_a_cache_rate_costs_the_full_rate() // wrong: 0.12772
        => Cost(Call("openai", "gpt-4-turbo", input: 30_115, cached: 18_309, output: 322)).Should().Be(0.31081m);

    [Fact]
    public void T11_gemini_thoughts_are_output() // wrong: 0.02994625
        => Cost(Call("gcp.gemini", "gemini-2.5-pro", input: 7_477, output: 3_999, reasoning: 1_939))
            .Should().Be(0.04933625m);

    [Fact]
    public void T12_xai_reasoning_is_output() // wrong: 0.00375
        => Cost(Call("x_ai", "grok-4.3", input: 1_000, output: 5_000, reasoning: 4_000)).Should().Be(0.01375m);

    [Fact]
    public void T13_cached_audio_is_billed_once() // wrong: 0.01327
    {
        CallPricer pricer = Of(Provider("google", """
            {"id":"gemini-2.5-flash","rates":{"input":0.3,"inputAudio":1,"cacheRead":0.03,"cacheReadAudio":0.1,"output":2.5}}
            """));
        PricedUsage usage = Call(
            "google", "gemini-2.5-flash", input: 20_000, cached: 9_000, output: 800, meters:
            [new(UsageMeters.InputAudio, 12_000), new(UsageMeters.InputAudioCached, 6_000)]);

        pricer.Price(usage).Usd.Should().Be(0.01019m);
    }

    [Fact]
    public void T14_audio_tokens_have_their_own_rate() // wrong: 0.0006
        => Cost(Call("openai", "gpt-4o-mini-audio-preview", input: 2_000, output: 500, meters:
            [new(UsageMeters.InputAudio, 1_500), new(UsageMeters.OutputAudio, 400)])).Should().Be(0.023135m);

    [Fact]
    public void T26_a_search_twice_asked_is_one_search_and_older_models_bill_the_prompt() // wrong: 0.042
    {
        CallPricer pricer = Of(Provider("google", """
            {"id":"gemini-3-pro","rates":{"input":2,"output":12,"webSearches":0.014}},
            {"id":"gemini-2.5-pro","rates":{"input":1,"output":10,"webSearches":{"amount":0.035,"cap":1}}}
            """));

        pricer.Price(Call("google", "gemini-3-pro", input: 0, meters: [new(UsageMeters.WebSearch, 2)])).Usd
            .Should().Be(0.028m);
        pricer.Price(Call("google", "gemini-2.5-pro", input: 0, meters: [new(UsageMeters.WebSearch, 3)])).Usd
            .Should().Be(0.035m);
    }

    [Fact]
    public void T27_a_second_of_speech_is_billed_as_ten() // wrong: 0.00003083
        => Cost(Call("groq", "whisper-large-v3", meters: [new(UsageMeters.AudioSeconds, 1)]))
            .Should().Be(0.111m * 10 / 3600);

    [Fact]
    public void T28_an_hour_costs_the_published_price_of_an_hour() // wrong: 0.110988
        => Cost(Call("groq", "whisper-large-v3", meters: [new(UsageMeters.AudioSeconds, 3600)])).Should().Be(0.111m);

    [Theory]
    [InlineData("claude-fable-5-1", "0.25")] // wrong: 1.00, a tenth of the input
    [InlineData("claude-opus-5-5", "0.2")] // wrong: 0.40
    public void T29_a_cache_price_is_read_and_not_derived(string model, string expected)
        => Cost(Call("anthropic", model, input: 1_000_000, cached: 1_000_000))
            .Should().Be(decimal.Parse(expected, null));

    [Fact]
    public void T34_a_rerank_bills_searches_and_not_tokens() // wrong: 2.00 per thousand tokens
        => Cost(Call("cohere", "rerank-v3.5", meters: [new(UsageMeters.SearchUnits, 1)])).Should().Be(0.002m);

    [Fact]
    public void T35_nothing_is_rounded_call_by_call() // wrong: 0
    {
        decimal sum = 0;
        for (int i = 0; i < 1_000_000; i++) sum += Cost(Call("openai", "gpt-5-nano", input: 1))!.Value;

        sum.Should().Be(0.05m);
    }

    [Fact]
    public void T36_a_cached_price_filed_under_another_name_is_billed() // wrong: 0
        => Cost(Call("azure", "us/gpt-4o-2024-11-20", input: 1_000_000, cached: 1_000_000)).Should().Be(1.38m);

    [Fact]
    public void T38_openai_cache_writes_are_billed_since_gpt_5_6() // wrong: 4, the input rate
        => Cost(Call("openai", "gpt-5.6-sol", input: 100_000, written: 100_000)).Should().Be(0.5m);

    private static decimal? Cost(in PricedUsage usage) => BuiltIn.Price(usage).Usd;
}
