using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Sdk.Tests.Providers;
using TokenUsage.Testing.Replay;
using TokenUsage.Sdk.Tests.Sdks;
using TokenUsage.Sdk.Tests.Support;

namespace TokenUsage.Sdk.Tests;

/// <summary>The official SDKs against a replaying server: what is recorded is what the SDK reports and the provider bills.</summary>
public sealed class SdkMatrixTests
{
    private static readonly SdkCall[] Sdks =
    [
        new("OpenAI chat", OpenAIChatSdk.ChatAsync),
        new("OpenAI responses", OpenAIResponsesSdk.ResponsesAsync),
        new("Anthropic messages", AnthropicSdk.MessagesAsync),
        new("Anthropic as IChatClient", AnthropicSdk.ChatClientAsync),
        new("Microsoft.Extensions.AI.OpenAI chat", ExtensionsSdk.ChatAsync),

        // Not streamed: 10.11.0 of the adapter does not find the method that 2.15.0 of the SDK has.
        new("Microsoft.Extensions.AI.OpenAI responses", ExtensionsSdk.ResponsesAsync) { Streams = false },
    ];

    public static TheoryData<string, bool, bool> Matrix
    {
        get
        {
            var rows = new TheoryData<string, bool, bool>();
            foreach (SdkCall sdk in Sdks)
            {
                foreach (bool streamed in sdk.Streams ? (bool[])[false, true] : [false])
                {
                    rows.Add(sdk.Name, streamed, false);
                    rows.Add(sdk.Name, streamed, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_is_recorded_is_what_the_sdk_reports(string sdk, bool streamed, bool withTool)
    {
        await using ReplayServer server = ReplayServer.Start(new Provider().Answer);
        await using MonitoredServices monitored = MonitoredServices.Create(services => services
            .AddHttpClient("model")
            .ConfigurePrimaryHttpMessageHandler(server.CreateHandler)
            .AddTokenMonitoring());
        SdkCall call = Sdks.Single(candidate => candidate.Name == sdk);

        TokenCounts reported = await call.Invoke(
            monitored.CreateHttpClient("model"), streamed, withTool, TestContext.Current.CancellationToken);

        IReadOnlyList<UsageRecord> records = await monitored.RecordsAsync();
        records.Select(r => new BilledAttempt(r.ResponseId!, r.Tokens with { CacheWrite1h = null }))
            .Should().Equal(server.Ledger.Billed);
        records.Should().OnlyContain(r => r.Source == UsageSource.Reported && r.Outcome == CallOutcome.Success);
        TokenCounts recorded = records.Aggregate(default(TokenCounts), (sum, record) => sum + record.Tokens);
        Stated(recorded, reported).Should().Be(reported);
    }

    // An SDK may not tell all that we know; it must not tell anything else.
    private static TokenCounts Stated(TokenCounts recorded, TokenCounts reported) => new()
    {
        Input = recorded.Input,
        CachedInput = reported.CachedInput is null ? null : recorded.CachedInput,
        CacheWrite = reported.CacheWrite is null ? null : recorded.CacheWrite,
        Output = recorded.Output,
        Reasoning = reported.Reasoning is null ? null : recorded.Reasoning,
    };
}
