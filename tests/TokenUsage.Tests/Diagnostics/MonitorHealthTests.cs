using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Diagnostics.Health;
using TokenUsage.Storage;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Diagnostics;

public sealed class MonitorHealthTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_monitor_that_works_is_healthy_in_every_part()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        MonitorHealth health = await monitor.Services.GetRequiredService<IMonitorHealth>().CheckAsync(Cancelled);

        health.Components.Select(c => c.Name).Should().Contain(["store", "recorder", "prices", "feed", "process"]);
        health.Components.Where(c => c.Name != "process").Should().OnlyContain(c => c.Level == HealthLevel.Healthy);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_told_with_its_own_words()
    {
        await using TestMonitor monitor = TestMonitor.Create(s => s.AddSingleton<IUsageStore, ClosedStore>());

        MonitorHealth health = await monitor.Services.GetRequiredService<IMonitorHealth>().CheckAsync(Cancelled);

        ComponentHealth store = health.Components.Single(c => c.Name == "store");
        store.Level.Should().Be(HealthLevel.Unhealthy);
        store.Description.Should().Contain("closed for the test");
        health.Level.Should().Be(HealthLevel.Unhealthy);
    }

    [Fact]
    public async Task A_part_that_fails_is_unhealthy_and_its_message_is_not_repeated()
    {
        var reader = new HealthReader([new Failing()], TimeProvider.System);

        MonitorHealth health = await reader.CheckAsync(Cancelled);

        health.Level.Should().Be(HealthLevel.Unhealthy);
        health.Components[0].Description.Should().Contain("InvalidOperationException").And.NotContain("secret");
    }

    [Fact]
    public async Task A_part_that_does_not_answer_in_time_is_unhealthy()
    {
        var time = new FakeTimeProvider();
        var reader = new HealthReader([new Silent()], time);

        Task<MonitorHealth> asking = reader.CheckAsync(Cancelled).AsTask();
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        MonitorHealth health = await asking;
        health.Level.Should().Be(HealthLevel.Unhealthy);
        health.Components[0].Description.Should().Contain("within 5 s");
    }

    [Fact]
    public async Task The_hosts_health_check_names_what_is_unwell_and_what_to_do()
    {
        await using TestMonitor monitor = TestMonitor.Create(s =>
        {
            s.AddSingleton<IUsageStore, ClosedStore>();
            s.AddHealthChecks().AddTokenMonitoring();
        });

        HealthCheckService checks = monitor.Services.GetRequiredService<HealthCheckService>();
        HealthReport report = await checks.CheckHealthAsync(Cancelled);

        HealthReportEntry entry = report.Entries["token-usage"];
        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("store: The store is closed for the test");
        entry.Data.Should().ContainKey("recorder.pending");
    }

    private sealed class Silent : IHealthContributor
    {
        public string Name => "silent";

        public async ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class Failing : IHealthContributor
    {
        public string Name => "failing";

        public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Password=secret");
    }

    private sealed class ClosedStore : IUsageStore
    {
        public ValueTask OpenAsync(CancellationToken cancellationToken) => throw Closed();

        public ValueTask<AppendResult> AppendAsync(
            IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) => throw Closed();

        public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
            throw Closed();

        public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
            throw Closed();

        private static UsageStoreException Closed() => new("The store is closed for the test.", isPermanent: true);
    }
}
