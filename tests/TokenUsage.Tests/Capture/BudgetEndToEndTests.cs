using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using TokenUsage.Capture;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class BudgetEndToEndTests
{
    private const int Parallel = 64;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_four_streams_at_once_spend_no_more_than_a_dollar_and_nearly_all_of_it()
    {
        await using var provider = new BillingProvider();
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .UseFlatPrice(2.5m, 10m, "gpt-4o")
            .AddQuota("dollar", q => q.Usd(1m).Lifetime()));
        var options = new CaptureOptions { Provider = "openai", QuotaWait = TimeSpan.FromMinutes(5) };
        using HttpClient http = monitor.CreateHttpClient(new SocketsHttpHandler(), options);
        using var transport = new HttpClientPipelineTransport(http);
        var client = new ChatClient(
            "gpt-4o",
            new ApiKeyCredential("key"),
            new OpenAIClientOptions { Endpoint = provider.Address, Transport = transport });

        await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => Task.Run(() => SpendAsync(client), Token)));

        provider.BilledUsd.Should().BeLessThanOrEqualTo(1m).And.BeGreaterThanOrEqualTo(0.9m);
        QuotaStatus status = await monitor.StatusAsync();
        status.Used.Should().Be(provider.BilledUsd, "the quota counts what the provider bills");
        status.Held.Should().Be(0);
        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Count(record => record.Outcome == CallOutcome.Success).Should().Be(provider.Calls);
        records.Sum(record => record.Cost.Usd ?? 0).Should().Be(provider.BilledUsd);
        monitor.Admissions().Overruns.Should().Be(0);
    }

    private static async Task SpendAsync(ChatClient client)
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 2_000 };
        try
        {
            while (true)
            {
                ChatMessage[] messages = [new UserChatMessage("Write as many words as you may.")];
                await foreach (StreamingChatCompletionUpdate _ in client
                    .CompleteChatStreamingAsync(messages, options, Token))
                {
                }
            }
        }
        catch (QuotaExceededException)
        {
            // The budget is used up, and nobody holds a part of it that might come back.
        }
    }
}
