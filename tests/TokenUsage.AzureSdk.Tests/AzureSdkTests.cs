using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Sdk.Tests.Providers;
using TokenUsage.Testing.Replay;
using TokenUsage.Sdk.Tests.Support;

namespace TokenUsage.AzureSdk.Tests;

/// <summary>Azure's SDK against a replaying server.</summary>
public sealed class AzureSdkTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_is_recorded_is_what_the_sdk_reports_and_azure_bills(bool streamed, bool withTool)
    {
        await using ReplayServer server = ReplayServer.Start(new Provider().Answer);
        await using MonitoredServices monitored = MonitoredServices.Create(services => services
            .AddHttpClient("model")
            .ConfigurePrimaryHttpMessageHandler(server.CreateHandler)
            .AddTokenMonitoring());

        TokenCounts reported = await AzureChat.AskAsync(
            monitored.CreateHttpClient("model"), streamed, withTool, TestContext.Current.CancellationToken);

        UsageRecord record = (await monitored.RecordsAsync()).Should().ContainSingle().Subject;
        new BilledAttempt(record.ResponseId!, record.Tokens).Should().Be(server.Ledger.Billed.Single());
        record.Source.Should().Be(UsageSource.Reported);
        record.Provider.Should().Be("azure.ai.openai");
        reported.Should().Be(record.Tokens);
    }
}
