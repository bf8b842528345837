using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Capture;
using TokenUsage.Capture.Routing;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Adds quotas.</summary>
public static class QuotaBuilderExtensions
{
    /// <summary>Adds a quota.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The quota's name, unlike that of any other.</param>
    /// <param name="define">Says what is limited, for whom, and over which time.</param>
    public static ITokenMonitoringBuilder AddQuota(
        this ITokenMonitoringBuilder builder, string name, Action<QuotaBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(define);

        var quota = new QuotaBuilder(name);
        define(quota);
        return builder.AddQuota(quota.Build());
    }

    /// <summary>Adds a quota.</summary>
    public static ITokenMonitoringBuilder AddQuota(this ITokenMonitoringBuilder builder, QuotaDefinition quota)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(quota);

        builder.Services.Configure<QuotaOptions>(options => options.Quotas.Add(quota));
        return builder;
    }

    /// <summary>
    /// Adds quotas that suit an assistant for people: per user 1,000,000 tokens a day, 30,000,000 a month, 10,000 a
    /// minute and 10 US dollars a day.
    /// </summary>
    /// <remarks>
    /// Those of days and months warn at 80 % and, critically, at 90 %. The one of a minute holds what is usual: most
    /// calls state no output cap, and a model's own is larger than what a minute allows. Their names begin with
    /// <c>user-</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="timeZone">The IANA name of the zone whose days and months count.</param>
    public static ITokenMonitoringBuilder AddDefaultQuotas(
        this ITokenMonitoringBuilder builder, string timeZone = "UTC") => builder
        .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000_000).Daily(timeZone).WarnAt(0.8, 0.9))
        .AddQuota("user-month", q => q.Per(Dimension.User).Tokens(30_000_000).Monthly(timeZone).WarnAt(0.8, 0.9))
        .AddQuota("user-minute", q => q
            .Per(Dimension.User).Tokens(10_000).Burst(TimeSpan.FromMinutes(1)).EstimateBy(QuotaEstimate.Expected))
        .AddQuota("user-day-cost", q => q.Per(Dimension.User).Usd(10m).Daily(timeZone).WarnAt(0.8, 0.9));

    /// <summary>Adds the quotas of a configuration section: one child a quota, its key the quota's name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section <c>TokenUsage:Quotas</c>, or another of that form.</param>
    public static ITokenMonitoringBuilder AddQuotas(this ITokenMonitoringBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);

        builder.Services.Configure<QuotaOptions>(options => QuotaSection.Read(section, options));
        return builder;
    }

    /// <summary>Changes what admission assumes where nothing is known, and what it does when its ledger fails.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings.</param>
    public static ITokenMonitoringBuilder ConfigureQuotas(
        this ITokenMonitoringBuilder builder, Action<QuotaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Keeps the counters in a ledger of the application's own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="ledger">Makes the ledger, once.</param>
    public static ITokenMonitoringBuilder UseQuotaLedger(
        this ITokenMonitoringBuilder builder, Func<IServiceProvider, IQuotaLedger> ledger)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(ledger);

        builder.Services.Replace(ServiceDescriptor.Singleton(ledger));
        return builder;
    }

    /// <summary>Keeps the counters in this process, whatever the store: faster, and forgotten when it ends.</summary>
    /// <remarks>Call it after the verb that chooses the store.</remarks>
    public static ITokenMonitoringBuilder KeepQuotasInMemory(this ITokenMonitoringBuilder builder) =>
        builder.UseQuotaLedger(services => new MemoryQuotaLedger(services.GetRequiredService<TimeProvider>()));

    /// <summary>Registers the admission layer. What is registered before it wins.</summary>
    internal static TokenMonitoringBuilder AddAdmission(this TokenMonitoringBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSettings<QuotaOptions>(s => ActivatorUtilities.CreateInstance<QuotaOptionsValidator>(s));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<QuotaOptions>, QuotaConfiguration>());
        services.TryAddSingleton<ICallCeilings, ModelCeilings>();
        services.TryAddSingleton<IQuotaChangeLog, MemoryChangeLog>();
        services.TryAddSingleton<IQuotaLedger>(
            provider => new MemoryQuotaLedger(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AdmissionMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQuotaListener, QuotaEventLog>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQuotaListener, QuotaFeed>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, QuotaHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUsageObserver, TargetHealth>());
        services.TryAddSingleton(MakeGate);
        services.TryAddSingleton<IAuditTrail>(
            provider => new InMemoryAuditTrail(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new TokenQuotas(
            provider.GetRequiredService<QuotaGate>(),
            new AuditedChangeLog(
                provider.GetRequiredService<IQuotaChangeLog>(), provider.GetRequiredService<IAuditTrail>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TokenQuotas>>()));
        services.TryAddSingleton<ITokenQuotas>(provider => new NamedQuotas(
            provider.GetRequiredService<TokenQuotas>(), provider.GetService<UserNames>() ?? UserNames.Plain));
        services.TryAddSingleton<QuotaReload>();
        return builder;
    }

    private static QuotaGate MakeGate(IServiceProvider services)
    {
        var metrics = services.GetRequiredService<AdmissionMetrics>();
        var gate = new QuotaGate(
            services.GetRequiredService<IQuotaLedger>(),
            services.GetRequiredService<IOptionsMonitor<QuotaOptions>>(),
            services.GetRequiredService<ICallCeilings>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<QuotaGate>>(),
            services.GetServices<IQuotaListener>().Prepend(metrics));
        metrics.Observe(gate.Counters);
        return gate;
    }
}
