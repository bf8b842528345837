using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TokenUsage.AspNetCore.Tests;

public sealed partial class PrometheusTests
{
    private static readonly string[] Suffixes = ["_total", "_seconds", "_bytes", "_bucket", "_sum", "_count"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_Prometheus_reads_the_numbers_of_the_statistics_to_the_token()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.WhyNot);
        await using WebApplication site = await StartAsync();
        await using PrometheusServer prometheus =
            PrometheusServer.Start(new Uri(site.Urls.Single() + "/usage/api/metrics"));
        await RecordAsync(site, 500);
        UsageTotals totals = site.Services.GetRequiredService<ITokenUsageStats>().Current;
        string all = $"sum(tokenusage_calls_total) == {totals.Attempts}";

        (await prometheus.ReadAsync(all, Token)).Should().Be(totals.Attempts);
        (await prometheus.ReadAsync("sum(tokenusage_tokens_total{gen_ai_token_type='input'})", Token))
            .Should().Be(totals.Tokens.Input);
        (await prometheus.ReadAsync("sum(tokenusage_tokens_total{gen_ai_token_type='output'})", Token))
            .Should().Be(totals.Tokens.Output);
        (await prometheus.ReadAsync("sum(tokenusage_cost_total)", Token))
            .Should().BeApproximately(totals.PricedUsd!.Value, 0.000000001m);
    }

    [Fact]
    public async Task The_checker_of_Prometheus_has_no_complaint()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.WhyNot);
        await using WebApplication site = await StartAsync();
        await RecordAsync(site, 10);
        using var client = new HttpClient();
        string metrics = await client.GetStringAsync(new Uri(site.Urls.Single() + "/usage/api/metrics"), Token);

        (int code, string said) = await PrometheusServer.RunToolAsync(metrics, "check", "metrics");

        said.Should().BeEmpty();
        code.Should().Be(0);
    }

    [Fact]
    public async Task The_alert_rules_hold_their_own_examples()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.WhyNot);

        (int check, string checkSaid) =
            await PrometheusServer.RunToolAsync(null, "check", "rules", DocumentPath("alert-rules.yml"));
        (int test, string testSaid) =
            await PrometheusServer.RunToolAsync(null, "test", "rules", DocumentPath("alert-rules-test.yml"));

        check.Should().Be(0, checkSaid);
        test.Should().Be(0, testSaid);
    }

    [Theory]
    [InlineData("alert-rules.yml")]
    [InlineData("grafana-dashboard.json")]
    public async Task Rules_and_dashboard_name_metrics_that_there_are(string file)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (i, _) => Keep(known, i) };
        listener.Start();
        await using WebApplication site = await StartAsync();
        await RecordAsync(site, 1);
        string text = await File.ReadAllTextAsync(DocumentPath(file), Token);

        IEnumerable<string> named = MetricName().Matches(text).Select(m => Bare(m.Value)).Distinct();

        lock (known) named.Should().OnlyContain(name => known.Contains(name));
    }

    private static void Keep(HashSet<string> known, Instrument instrument)
    {
        if (instrument.Meter.Name != "TokenUsage") return;
        lock (known) known.Add(instrument.Name.Replace('.', '_'));
    }

    private static string Bare(string metric)
    {
        string? suffix;
        while ((suffix = Suffixes.FirstOrDefault(s => metric.EndsWith(s, StringComparison.Ordinal))) is not null)
            metric = metric[..^suffix.Length];
        return metric;
    }

    private static string DocumentPath(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TokenUsage.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "docs", "observability", file);
    }

    private static async Task RecordAsync(WebApplication site, int count)
    {
        var random = new Random(8);
        ITokenTracker tracker = site.Services.GetRequiredService<ITokenTracker>();
        for (int i = 0; i < count; i++)
            tracker.TryRecord(TestSite.Record($"model-{random.Next(5)}", "alice", random.Next(1, 100_000)));
        await tracker.FlushAsync(TimeSpan.FromSeconds(10), Token);
    }

    private static async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTokenMonitoring().AddQuota("all", q => q.Requests(1_000_000).Daily());
        builder.Services.AddAuthorization();
        WebApplication site = builder.Build();
        site.MapTokenUsage("/usage").AllowAnonymous();
        await site.StartAsync(Token);
        return site;
    }

    // Names of metrics, and not the names of their labels, which have other words after the prefix.
    [GeneratedRegex(@"\b(tokenusage_(?!outcome)\w+|gen_ai_client_\w+)")]
    private static partial Regex MetricName();
}
