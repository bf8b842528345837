using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission.Ledger;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Alerting.Rules;
using TokenUsage.Conformance;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Alerting;

public sealed class QuotaAlertTests
{
    private const int Calls = 400;

    private readonly FakeTimeProvider _clock = new(AlertStage.Noon);
    private readonly InMemoryAlertStore _store = new();
    private readonly RecordingSink _sink = new();
    private readonly RecordFactory _records = new();
    private readonly MemoryQuotaLedger _ledger;

    public QuotaAlertTests() => _ledger = new MemoryQuotaLedger(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_on_two_replicas_over_every_threshold_are_told_once_a_threshold_also_over_a_restart()
    {
        ServiceProvider first = Start();
        await using ServiceProvider second = Start();

        await Task.WhenAll(CallAsync(first, Calls / 4), CallAsync(second, Calls / 4));
        await first.DisposeAsync();
        await using ServiceProvider restarted = Start();
        await Task.WhenAll(CallAsync(restarted, Calls / 4), CallAsync(second, Calls / 4));
        await LookAsync(restarted, second);

        // A look may find two thresholds passed at once; none is told twice, and the last is never missed.
        AlertSeverity[] told = [.. _sink.Notices.Select(notice => notice.Severity)];
        told.Should().OnlyHaveUniqueItems().And.BeInAscendingOrder().And.EndWith(AlertSeverity.Critical);
        _sink.Notices[^1].Alert.Should().BeEquivalentTo(new { Subject = "day, user=alice", Value = 1m });
    }

    [Fact]
    public async Task Calls_that_are_refused_while_something_is_left_are_told()
    {
        await using ServiceProvider monitor = Start();
        await CallAsync(monitor, 10);
        monitor.GetRequiredService<QuotaSubjects>().NoteRefusal("day", "day@day:UTC|user=alice");

        await LookAsync(monitor, monitor);

        _sink.Notices.Should().ContainSingle().Which.Alert.Message.Should().StartWith("Quota 'day' refuses calls: ");
    }

    [Fact]
    public async Task The_next_window_ends_the_alert_of_the_last()
    {
        await using ServiceProvider monitor = Start();
        await CallAsync(monitor, Calls);
        await LookAsync(monitor, monitor);
        _clock.Advance(TimeSpan.FromDays(1));

        await LookAsync(monitor, monitor);
        _clock.Advance(TimeSpan.FromMinutes(6)); // the rule lets things settle
        await LookAsync(monitor, monitor);

        _sink.Transitions.Should().StartWith(AlertTransition.Raised).And.EndWith(AlertTransition.Resolved)
            .And.ContainSingle(transition => transition == AlertTransition.Resolved);
    }

    private async Task CallAsync(ServiceProvider replica, int calls)
    {
        var quotas = replica.GetRequiredService<ITokenQuotas>();
        var subject = new UsageDimensions { User = "alice" };
        for (int i = 0; i < calls; i++)
        {
            await using QuotaReservation held = await quotas.ReserveAsync(
                new QuotaRequest
                {
                    Id = Guid.CreateVersion7(),
                    Provider = "openai",
                    Model = "gpt-4o",
                    Subject = subject,
                    Estimate = new TokenCounts { Input = 1, Output = 0 },
                },
                Token);
            await held.SettleAsync(
                new TokenCounts { Input = 1, Output = 0 }, Cost.Unpriced, CallOutcome.Success, Token);
            if (i % 20 == 0) await LookOnceAsync(replica);
        }
    }

    private async Task LookAsync(params ServiceProvider[] replicas)
    {
        foreach (ServiceProvider replica in replicas) await LookOnceAsync(replica);
    }

    private async Task LookOnceAsync(ServiceProvider replica)
    {
        replica.GetRequiredService<QuotaSubjects>().Observe([NextRecord()]);
        await replica.GetRequiredService<AlertWatch>().LookAsync(isFull: false, Token);
        await replica.GetRequiredService<AlertDispatcher>().SendDueAsync(Token);
    }

    private UsageRecord NextRecord()
    {
        lock (_records) return _records.Make(_clock.GetUtcNow(), "alice");
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IAlertStore>(_store);
        services.AddSingleton<IAlertSink>(_sink);
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseQuotaLedger(_ => _ledger)
            .AddQuota("day", quota => quota.Per(Dimension.User).Tokens(Calls).Daily())
            .AddAlert("quota", alert => alert.Quota("d*")
                .At(0.5m, AlertSeverity.Low).At(0.8m).At(0.9m, AlertSeverity.High).At(1m, AlertSeverity.Critical)
                .ResolveAfter(TimeSpan.FromMinutes(5)).RemindEvery(null));
        return services.BuildServiceProvider();
    }
}
