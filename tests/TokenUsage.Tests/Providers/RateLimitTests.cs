using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Diagnostics;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("x-ratelimit-remaining-requests", "ratelimit.remaining_requests")]
    [InlineData("X-RateLimit-Limit-Tokens", "ratelimit.limit_tokens")]
    [InlineData("llm_provider-x-ratelimit-limit-tokens", "ratelimit.limit_tokens")]
    [InlineData("anthropic-ratelimit-input-tokens-remaining", "ratelimit.remaining_input_tokens")]
    [InlineData("x-ratelimit-remaining-req-minute", "ratelimit.remaining_requests")]
    public void All_providers_headers_have_one_set_of_names(string header, string name) =>
        Read(200, (header, "17")).Metadata.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create(name, "17"));

    [Theory]
    [InlineData(200, 0)]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(529, 1)]
    public void A_time_to_wait_counts_only_where_the_call_was_turned_away(int status, int kept) =>
        Read(status, ("retry-after", "20")).Metadata.Should().HaveCount(kept);

    [Fact]
    public void An_absurd_header_is_not_kept() =>
        Read(200, ("x-ratelimit-limit-tokens", new string('9', 100))).Metadata.Should().BeEmpty();

    [Fact]
    public void The_last_answers_limits_are_shown_by_provider_model_and_token_type()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = new MonitorMeter(services.GetRequiredService<IMeterFactory>());
        var metrics = new RateLimitMetrics(meter, new FakeTimeProvider());

        metrics.Observe("anthropic", "claude", Facts(("limit_requests", "50"), ("remaining_requests", "49")));
        metrics.Observe("anthropic", "claude", Facts(("remaining_requests", "48"), ("remaining_input_tokens", "7")));

        Shown(meter).Should().BeEquivalentTo(
            "requests.limit anthropic claude = 50",
            "requests.remaining anthropic claude = 48",
            "tokens.remaining anthropic claude input = 7");
    }

    [Fact]
    public void What_nobody_has_said_for_long_is_no_longer_shown()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = new MonitorMeter(services.GetRequiredService<IMeterFactory>());
        var time = new FakeTimeProvider();
        var metrics = new RateLimitMetrics(meter, time);
        metrics.Observe("openai", "gpt-5", Facts(("limit_requests", "50")));

        time.Advance(RateLimitMetrics.Shown + TimeSpan.FromSeconds(1));

        Shown(meter).Should().BeEmpty();
    }

    [Fact]
    public void Endless_model_names_share_one_series()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = new MonitorMeter(services.GetRequiredService<IMeterFactory>());
        var metrics = new RateLimitMetrics(meter, new FakeTimeProvider());

        for (int i = 0; i < 3 * RateLimitMetrics.MaxModels; i++)
        {
            metrics.Observe("openai", i.ToString(CultureInfo.InvariantCulture), Facts(("limit_requests", "50")));
        }

        Shown(meter).Should().HaveCount(RateLimitMetrics.MaxModels + 1).And.Contain("requests.limit other other = 50");
    }

    private static UsageReading Read(int status, params (string Name, string Value)[] headers)
    {
        using var head = new HttpResponseMessage();
        foreach ((string name, string value) in headers) head.Headers.TryAddWithoutValidation(name, value);
        var reading = new UsageReading();
        RateLimitHeaders.Read(new WireResponse(status, null, head.Headers), reading);
        return reading;
    }

    private static KeyValuePair<string, string>[] Facts(params (string Name, string Value)[] facts) =>
        [.. facts.Select(f => KeyValuePair.Create("ratelimit." + f.Name, f.Value))];

    private static List<string> Shown(MonitorMeter meter)
    {
        const string Prefix = "tokenusage.rate_limit.";
        var shown = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, meter.Meter)) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, number, tags, _) =>
        {
            string values = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            shown.Add($"{instrument.Name[Prefix.Length..]} {values} = {number}");
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return shown;
    }
}
