using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.AspNetCore.Tests.Ledger;

namespace TokenUsage.AspNetCore.Tests;

/// <summary>Whoever is asked, and by whatever door, tells the same numbers.</summary>
public sealed class OneLedgerTests
{
    private const int Calls = 100_000;

    private static readonly string[] Models = ["gpt-4o", "gpt-4o-mini", "o3", "gpt-4.1", "not-a-model-with-a-price"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statistics_quotas_feed_metrics_REST_and_command_line_agree_on_random_calls()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("token-usage-ledger-");
        string store = Path.Combine(folder.FullName, "usage.db");
        await using (TestSite site = await TestSite.OpenAsync(monitor: m => m
            .UseSqlite("Data Source=" + store).KeepQuotasInMemory()
            .AddQuota("tokens", q => q.Tokens(1_000_000_000_000_000).Monthly())
            .AddQuota("money", q => q.Usd(1_000_000m).Monthly())))
        {
            using var metrics = new MetricSums(site.Services.GetRequiredService<IMeterFactory>());
            var told = new FeedSums();
            await using IFeedSubscription listening = site.Feed.Subscribe(FeedSums.Options, told.Add);
            await CallAsync(site.Services.GetRequiredService<ITokenTracker>());

            LedgerSums current = LedgerSums.Of(site.Stats.Current);
            var query = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(2)) };
            UsageSummary stored = await site.Stats.QueryAsync(query, Token);
            LiveReading live = site.Services.GetRequiredService<ILiveUsage>().Read(
                new LiveQuery { Window = LiveWindow.Sliding(TimeSpan.FromHours(30)) });
            JsonElement rest = await site.GetJsonAsync("/usage/api/summary?range=2d");
            await told.WhenAsync(Calls, Token);

            current.Attempts.Should().Be(Calls);
            LedgerSums.Of(stored.Totals).Should().Be(current);
            LedgerSums.Of(live.Totals).Should().Be(current);
            told.Sums.Should().Be(current);
            metrics.Sums.Should().Be(current with { Usd = metrics.Sums.Usd });
            metrics.Sums.Usd.Should().BeApproximately(current.Usd, 0.000001m); // a double, which metrics are
            LedgerSums.OfRest(rest.GetProperty("totals")).Should().Be(current);
            LedgerSums.OfCommandLine(await AskCommandLineAsync(store)).Should().Be(current);
            await CheckQuotasAsync(site, current);
        }

        folder.Delete(recursive: true);
    }

    // Quotas count what a provider may bill, in nano-dollars: each call is rounded to one.
    private static async Task CheckQuotasAsync(TestSite site, LedgerSums expected)
    {
        IReadOnlyList<QuotaStatus> quotas = await site.Services.GetRequiredService<ITokenQuotas>()
            .GetStatusAsync(UsageDimensions.None, Token);
        quotas.Single(q => q.Quota.Name == "tokens").Used.Should().Be(expected.Input + expected.Output);
        quotas.Single(q => q.Quota.Name == "money").Used
            .Should().BeApproximately(expected.Usd, Calls * 0.000000001m);
    }

    private static async Task CallAsync(ITokenTracker tracker)
    {
        var random = new Random(100_000);
        for (int i = 0; i < Calls; i++)
        {
            using IDisposable scope =
                UsageScope.Begin(user: $"user-{random.Next(500)}", feature: $"f-{random.Next(9)}");
            await using TrackedCall call = await tracker.StartAsync(
                new CallDescription { Provider = "openai", Model = Models[random.Next(Models.Length)] }, Token);
            int ending = random.Next(100);
            if (ending < 3) continue; // never sent
            if (ending < 6)
            {
                call.Fail("overloaded");
                continue;
            }

            call.Dispatched();
            int input = random.Next(1, 20_000);
            call.Complete(new TokenCounts
            {
                Input = input,
                CachedInput = random.Next(3) == 0 ? random.Next(input) : null,
                Output = random.Next(1, 4_000),
            });
        }

        FlushReport report = await tracker.FlushAsync(TimeSpan.FromMinutes(5), Token);
        report.Stored.Should().Be(Calls);
    }

    private static async Task<JsonElement> AskCommandLineAsync(string store)
    {
        // From its own folder: beside these tests lie the libraries of a web application, which it is none.
        string built = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "TokenUsage.Cli", built, "token-usage.dll"));
        string[] arguments = [program, "query", "--store", store, "--last", "2d", "--json"];
        using Process tool =
            Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string answer = await tool.StandardOutput.ReadToEndAsync(Token);
        await tool.WaitForExitAsync(Token);
        return JsonDocument.Parse(answer).RootElement.GetProperty("totals");
    }
}
