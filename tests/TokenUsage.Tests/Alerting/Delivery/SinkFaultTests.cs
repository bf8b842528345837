using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Alerting.Delivery;

public sealed class SinkFaultTests
{
    private const int Calls = 500;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("blocks")]
    public async Task Calls_do_not_notice_a_channel_that_fails(string fault)
    {
        using var blocked = new ManualResetEventSlim();
        var hanging = new TaskCompletionSource();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new RecordingSink
        {
            Before = (_, _) =>
            {
                reached.TrySetResult();
                if (fault == "throws") throw new InvalidOperationException("down");
                if (fault == "blocks") blocked.Wait(TimeSpan.FromSeconds(30), CancellationToken.None); // heeds nothing
                return new ValueTask(hanging.Task);
            },
        };
        await using ServiceProvider monitor = await StartAsync(sink);
        await monitor.GetRequiredService<ITokenAlerts>().RaiseAsync(
            new AlertRequest { Rule = "spend", Message = "Somebody spends." }, Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), Token); // the fault is under way

        FlushReport report = await CallAsync(monitor);

        report.Stored.Should().Be(Calls);
        blocked.Set();
        hanging.SetResult();
        foreach (IHostedService service in monitor.GetServices<IHostedService>().Reverse())
            await service.StopAsync(Token);
    }

    private static async Task<FlushReport> CallAsync(ServiceProvider monitor)
    {
        ITokenQuotas quotas = monitor.GetRequiredService<ITokenQuotas>();
        ITokenTracker tracker = monitor.GetRequiredService<ITokenTracker>();
        var records = new Conformance.RecordFactory();
        var tokens = new TokenCounts { Input = 1, Output = 0 };
        for (int i = 0; i < Calls; i++)
        {
            UsageRecord record = records.Make(TimeProvider.System.GetUtcNow(), "alice");
            await using QuotaReservation held = await quotas.ReserveAsync(
                new QuotaRequest
                {
                    Id = record.Id,
                    Provider = record.Provider,
                    Model = record.Model!,
                    Subject = record.Dimensions,
                    Estimate = tokens,
                },
                Token);
            await held.SettleAsync(tokens, record.Cost, CallOutcome.Success, Token);
            tracker.TryRecord(record).Should().BeTrue();
        }

        return await tracker.FlushAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static async Task<ServiceProvider> StartAsync(IAlertSink sink)
    {
        var services = new ServiceCollection();
        services.AddSingleton(sink);
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .AddQuota("day", quota => quota.Per(Dimension.User).Tokens(Calls).Daily())
            .ConfigureAlerts(options => options.UseDefaultRules = false);
        ServiceProvider monitor = services.BuildServiceProvider();
        foreach (IHostedService service in monitor.GetServices<IHostedService>()) await service.StartAsync(Token);
        return monitor;
    }
}
