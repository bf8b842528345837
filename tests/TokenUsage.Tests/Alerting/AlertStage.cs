using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Alerting;

/// <summary>One replica of a monitor on a fake clock, with one rule and the channels of a test.</summary>
internal sealed class AlertStage : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public AlertStage(
        AlertRule rule, Action<AlertOptions>? configure = null, IAlertStore? store = null,
        FakeTimeProvider? clock = null, IMonitorHealth? health = null, params IAlertSink[] sinks)
    {
        Rule = rule;
        Clock = clock ?? new FakeTimeProvider(Noon);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        if (store is not null) services.AddSingleton(store);
        if (health is not null) services.AddSingleton(health);
        foreach (IAlertSink sink in sinks) services.AddSingleton(sink);
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .AddAlert(rule)
            .ConfigureAlerts(options =>
            {
                options.UseDefaultRules = false;
                configure?.Invoke(options);
            });
        _services = services.BuildServiceProvider();
    }

    public AlertRule Rule { get; }

    public FakeTimeProvider Clock { get; }

    public ITokenAlerts Alerts => Get<ITokenAlerts>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static AlertRule Shares(string name = "quota") => new()
    {
        Name = name,
        Kind = AlertRuleKind.Quota,
        RemindEvery = null,
        CoolDown = TimeSpan.Zero,
        Thresholds = [new(0.8m, AlertSeverity.Medium), new(0.9m, AlertSeverity.High)],
    };

    /// <summary>Finds that the rule's threshold of a level is passed, and sends what there is to send.</summary>
    public async Task<AlertEntry?> FindAsync(int level = 1, string subject = "user=alice")
    {
        AlertEntry? entry = await Get<AlertEngine>().FindAsync(Signal(level, subject), Rule, Token);
        await SendAsync();
        return entry;
    }

    /// <summary>Finds that all is well.</summary>
    public async Task CalmAsync()
    {
        foreach (Alert alert in await Alerts.GetHistoryAsync(new AlertQuery(), Token))
        {
            AlertEntry? entry = await Get<IAlertStore>().FindAsync(alert.Id, Token);
            await Get<AlertEngine>().CalmAsync(entry!, Rule, Token);
        }

        await SendAsync();
    }

    /// <summary>Lets time pass, and looks.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        foreach (Alert alert in await Alerts.GetActiveAsync(Token))
        {
            AlertEntry? entry = await Get<IAlertStore>().FindAsync(alert.Id, Token);
            await Get<AlertEngine>().TickAsync(entry!, Rule, Token);
        }

        await SendAsync();
    }

    public Task SendAsync() => Get<AlertDispatcher>().SendDueAsync(Token);

    public AlertSignal Signal(int level, string subject) => new()
    {
        Rule = Rule.Name,
        Level = level,
        Severity = Rule.Thresholds[level - 1].Severity,
        Message = $"level {level}",
        Subject = subject,
        Scope = new UsageDimensions { User = "alice" },
        Value = Rule.Thresholds[level - 1].Value,
    };

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
