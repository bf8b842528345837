using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Alerting.Rules;
using TokenUsage.Alerting.Sinks;
using TokenUsage.Live;
using TokenUsage.Pricing;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Registers the alerting layer. What is registered before it wins.</summary>
internal static class AlertRegistration
{
    public static TokenMonitoringBuilder AddAlerting(this TokenMonitoringBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSettings<AlertOptions>(s => ActivatorUtilities.CreateInstance<AlertOptionsValidator>(s));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AlertOptions>, AlertConfiguration>());
        services.TryAddSingleton(s => s.GetRequiredService<IOptions<AlertOptions>>().Value);
        services.TryAddSingleton<IAlertStore, InMemoryAlertStore>();
        services.TryAddSingleton<AlertMetrics>();

        // Asked for when something is sent: the options' check names the sinks, which need the writer.
        services.TryAddSingleton(s => new AlertWriter(
            s.GetRequiredService<AlertOptions>, s.GetRequiredService<ILogger<AlertWriter>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAlertSink, LogAlertSink>());
        services.TryAddSingleton<SilenceBook>();
        services.TryAddSingleton(s => new AlertRouter(
            s.GetRequiredService<AlertOptions>(), [.. s.GetServices<IAlertSink>().Select(sink => sink.Name)]));
        services.TryAddSingleton<AlertEngine>();
        services.TryAddSingleton<RuleBook>();
        services.TryAddSingleton<RuleRehearsal>();
        services.TryAddSingleton<EventInbox>();
        services.TryAddSingleton<AlertDispatcher>();
        services.TryAddSingleton<DeliveryPump>();
        services.TryAddSingleton<ITokenAlerts, TokenAlerts>();
        AddEvaluators(services);
        services.TryAddSingleton(MakeWatch);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, AlertHealth>(s => new AlertHealth(
            s.GetRequiredService<AlertWatch>, s.GetRequiredService<IAlertStore>(),
            s.GetRequiredService<AlertOptions>(), s.GetRequiredService<TimeProvider>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AlertService>());
        return builder;
    }

    private static void AddEvaluators(IServiceCollection services)
    {
        services.TryAddSingleton<QuotaSubjects>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUsageObserver, QuotaSubjects>(
            s => s.GetRequiredService<QuotaSubjects>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnpricedModelListener, UnpricedNews>());
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IAlertEvaluator, QuotaEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, CostEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, BurnRateEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, ForecastEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, RateEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, HealthEvaluator>(),
            ServiceDescriptor.Singleton<IAlertEvaluator, CustomEvaluator>(),
        ]);
    }

    private static AlertWatch MakeWatch(IServiceProvider services) => new(
        services.GetRequiredService<RuleBook>(),
        services.GetServices<IAlertEvaluator>(),
        services.GetRequiredService<EventInbox>(),
        services.GetRequiredService<QuotaSubjects>(),
        services.GetRequiredService<UsageFeed>(),
        services.GetRequiredService<AlertEngine>(),
        services.GetRequiredService<IAlertStore>(),
        services.GetRequiredService<AlertOptions>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<AlertWatch>>(),
        services.GetService<ILeaseStore>());
}
