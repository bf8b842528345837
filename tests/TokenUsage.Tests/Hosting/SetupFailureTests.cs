using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Storage;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Hosting;

public sealed class SetupFailureTests
{
    private readonly LogLines _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a setting")]
    [InlineData("a quota")]
    [InlineData("a price")]
    [InlineData("a store")]
    public async Task The_application_runs_unmonitored_and_one_critical_line_says_so(string fault)
    {
        await using ServiceProvider services = Services(fault, SetupFailureRule.RunUnmonitored);
        var model = new ScriptedChatClient();

        await StartAsync(services);
        using IChatClient client = new ChatClientBuilder(model).UseTokenMonitoring().Build(services);
        ChatResponse answer = await client.GetResponseAsync("hi", cancellationToken: Token);

        answer.Text.Should().NotBeEmpty();
        model.Calls.Should().Be(1);
        _log.Lines.Count(line => line.Contains("WITHOUT", StringComparison.Ordinal)).Should().Be(1);
        services.GetRequiredService<ITokenTracker>().Should().NotBeNull();
    }

    [Theory]
    [InlineData("a setting", typeof(OptionsValidationException))]
    [InlineData("a quota", typeof(OptionsValidationException))]
    [InlineData("a store", typeof(UsageStoreException))]
    public async Task Unless_told_so_the_application_does_not_start(string fault, Type expected)
    {
        await using ServiceProvider services = Services(fault, SetupFailureRule.Throw);

        Func<Task> start = () => StartAsync(services);

        (await start.Should().ThrowAsync<Exception>()).Which.Should().BeOfType(expected);
    }

    // What a host does: settings first, then the services, in their order.
    private static async Task StartAsync(ServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        IHostedService[] hosted = [.. services.GetServices<IHostedService>()];
        foreach (IHostedLifecycleService service in hosted.OfType<IHostedLifecycleService>())
            await service.StartingAsync(Token);
        foreach (IHostedService service in hosted) await service.StartAsync(Token);
        foreach (IHostedService service in hosted) await service.StopAsync(Token);
    }

    private ServiceProvider Services(string fault, SetupFailureRule rule)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log));
        ITokenMonitoringBuilder monitor = services.AddTokenMonitoring(options =>
        {
            options.OnSetupFailure = rule;
            if (fault == "a setting") options.Recording.BatchSize = 0;
        });
        if (fault == "a quota") monitor.AddQuota(new QuotaDefinition { Name = "", Unit = QuotaUnit.Usd, Limit = -1 });
        if (fault == "a price") monitor.ConfigurePricing(options => options.RefreshInterval = TimeSpan.Zero);
        if (fault == "a store") services.AddSingleton<IUsageStore>(new UnopenedStore());
        return services.BuildServiceProvider();
    }

    private sealed class UnopenedStore : IUsageStore
    {
        public ValueTask OpenAsync(CancellationToken cancellationToken) =>
            throw new UsageStoreException("The disk is read-only.", isPermanent: true);

        public ValueTask<AppendResult> AppendAsync(
            IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            throw new UsageStoreException("The disk is read-only.", isPermanent: true);

        public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<RollupRow>();

        public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<UsageRecord>();
    }
}
