using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Tests.Capture;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Hosting;

public sealed class HttpClientRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_client_is_observed()
    {
        await using TestMonitor monitor = TestMonitor.Create(services => services
            .AddHttpClient("models")
            .AddTokenMonitoring()
            .ConfigurePrimaryHttpMessageHandler(() => StubProvider.Json(WireAnswers.Chat)));

        await CallAsync(monitor);

        (await monitor.RecordsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Adding_monitoring_to_a_client_and_to_the_defaults_records_once()
    {
        await using TestMonitor monitor = TestMonitor.Create(services =>
        {
            services.ConfigureHttpClientDefaults(client => client.AddTokenMonitoring());
            services.AddHttpClient("models")
                .AddTokenMonitoring()
                .AddTokenMonitoring()
                .ConfigurePrimaryHttpMessageHandler(() => StubProvider.Json(WireAnswers.Chat));
        });

        await CallAsync(monitor);

        (await monitor.RecordsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Every_retry_is_an_attempt_of_one_operation_also_when_the_retrying_handler_is_added_later()
    {
        await using TestMonitor monitor = TestMonitor.Create(services => services
            .AddHttpClient("models")
            .AddTokenMonitoring()
            .AddHttpMessageHandler(() => new RetryOnceHandler())
            .ConfigurePrimaryHttpMessageHandler(() => new FailingOnceProvider()));

        await CallAsync(monitor);

        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Select(record => record.Outcome).Should().Equal(CallOutcome.Failed, CallOutcome.Success);
        records.Select(record => record.Attempt).Should().Equal(1, 2);
        records.Select(record => record.OperationId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_clients_own_settings_apply_to_it()
    {
        await using TestMonitor monitor = TestMonitor.Create(services => services
            .AddHttpClient("models")
            .AddTokenMonitoring(capture =>
            {
                capture.Provider = "our-gateway";
                capture.Priority = Priority.High;
                capture.Dimensions = new UsageDimensions { Project = "apollo", Feature = "batch" };
            })
            .ConfigurePrimaryHttpMessageHandler(() => StubProvider.Json(WireAnswers.Chat)));

        using (UsageScope.Begin(feature: "search")) await CallAsync(monitor);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Provider.Should().Be("our-gateway");
        record.Priority.Should().Be(Priority.High);
        record.Dimensions.Project.Should().Be("apollo");
        record.Dimensions.Feature.Should().Be("search", "the scope says more than the client's default");
    }

    private static async Task CallAsync(TestMonitor monitor)
    {
        HttpClient http = monitor.Services.GetRequiredService<IHttpClientFactory>().CreateClient("models");
        var content = new StringContent(WireAnswers.ChatRequest, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, content, Token);
    }

    private sealed class RetryOnceHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage first = await base.SendAsync(request, cancellationToken);
            if (first.IsSuccessStatusCode) return first;

            first.Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class FailingOnceProvider : HttpMessageHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(_requests++ == 0
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                : new HttpResponseMessage
                {
                    Content = new StringContent(WireAnswers.Chat, Encoding.UTF8, "application/json"),
                });
    }
}
