using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Capture;
using TokenUsage.Diagnostics;
using TokenUsage.Providers;
using TokenUsage.Querying;
using TokenUsage.Recording;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Registers the monitor.</summary>
public static class TokenMonitoringServiceCollectionExtensions
{
    /// <summary>Adds token monitoring. Works with no further setting: records are then kept in memory.</summary>
    /// <param name="services">The services to register into.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>A builder for further choices: a store, prices, readers.</returns>
    /// <remarks>May be called more than once: the settings add up, and there is one monitor.</remarks>
    public static ITokenMonitoringBuilder AddTokenMonitoring(
        this IServiceCollection services, Action<TokenMonitoringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddSetup();
        services.AddSettings<TokenMonitoringOptions>(_ => new TokenMonitoringOptionsValidator());
        if (configure is not null) services.Configure(configure);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        var builder = new TokenMonitoringBuilder(services);
        builder.AddPricing();
        return builder
            .AddDiagnostics()
            .AddStorage()
            .AddAggregation()
            .AddLive()
            .AddRecording()
            .AddAdmission()
            .AddProviders()
            .AddCapture()
            .AddReporting()
            .AddAnalytics()
            .AddReports()
            .AddAlerting()
            .AddDashboard()
            .AddHealth();
    }

    /// <summary>Adds token monitoring with settings that go together.</summary>
    /// <param name="services">The services to register into.</param>
    /// <param name="preset">The settings to begin with.</param>
    /// <param name="configure">Changes them.</param>
    public static ITokenMonitoringBuilder AddTokenMonitoring(
        this IServiceCollection services, MonitoringPreset preset, Action<TokenMonitoringOptions>? configure = null)
    {
        ITokenMonitoringBuilder builder = services.AddTokenMonitoring(options => options.Use(preset));
        if (configure is not null) services.Configure(configure);
        return builder;
    }

    /// <summary>Adds token monitoring with the settings that suit the environment.</summary>
    /// <param name="services">The services to register into.</param>
    /// <param name="environment">Development and Testing have presets of their own; all others are production.</param>
    /// <param name="configure">Changes the settings.</param>
    public static ITokenMonitoringBuilder AddTokenMonitoring(
        this IServiceCollection services, IHostEnvironment environment,
        Action<TokenMonitoringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return services.AddTokenMonitoring(MonitoringPresets.For(environment), configure);
    }

    private static TokenMonitoringBuilder AddStorage(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<IUsageStore, InMemoryUsageStore>();
        builder.Services.TryAddSingleton(s => new StoreGate(
            s.IsOn(MonitoringStages.Storage) ? s.GetRequiredService<IUsageStore>() : new ForgetfulStore(),
            s.GetRequiredService<StoreTimings>()));
        builder.Services.TryAddSingleton<IStoreMaintenance>(s => s.GetRequiredService<StoreGate>());
        builder.Services.TryAddSingleton<IAuditTrail>(
            s => new InMemoryAuditTrail(s.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<IUserErasure, UserErasure>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageUpkeepService>());
        return builder;
    }

    private static TokenMonitoringBuilder AddRecording(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton(CreateRecorder);
        builder.Services.TryAddSingleton<IUsageQuarantine, UsageQuarantine>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IUserDataHolder, RecordedUsers>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MonitorLifetime>());
        return builder;
    }

    private static UsageRecorder CreateRecorder(IServiceProvider services)
    {
        RecordingOptions options = RecordingFor(
            services.GetRequiredService<StoreGate>(),
            services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Recording);
        if (!services.IsOn(MonitoringStages.Storage)) options.Durability = Durability.Memory;
        var recorder = new UsageRecorder(
            services.GetRequiredService<StoreGate>(),
            Options.Create(options),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<UsageRecorder>>(),
            services.GetServices<IUsageObserver>().Prepend(services.GetRequiredService<LiveUsage>()));
        RecorderMetrics.Observe(recorder, services.GetRequiredService<MonitorMeter>());
        return recorder;
    }

    // Whoever chose a store that lasts wants records that last: the journal lies beside it, unless told otherwise.
    private static RecordingOptions RecordingFor(IUsageStore store, RecordingOptions options)
    {
        if (options.Durability == Durability.Automatic) options.JournalPath ??= store.JournalPath;
        return options;
    }

    private static TokenMonitoringBuilder AddProviders(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<UsageReaderCatalog>();
        builder.Services.TryAddSingleton<UnreadAnswers>();
        builder.Services.TryAddSingleton<RateLimitMetrics>();
        builder.Services.TryAddSingleton<ITokenEstimator, CharacterTokenEstimator>();
        return builder;
    }

    private static TokenMonitoringBuilder AddCapture(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton(s => new UserNames(s.GetService<IUserPseudonymizer>()));
        builder.Services.TryAddSingleton<CallObserver>();
        builder.Services.TryAddSingleton<WireObserver>();
        builder.Services.TryAddSingleton<DimensionEnrichment>();
        builder.Services.TryAddSingleton(CreateTracker);
        return builder;
    }

    private static ITokenTracker CreateTracker(IServiceProvider services) =>
        services.GetTrackingService<CallObserver>() is { } observer
        ? new TokenTracker(
            observer, services.GetRequiredService<UsageReaderCatalog>(), services.GetRequiredService<UsageRecorder>())
        : IdleTracker.Instance;

    private static TokenMonitoringBuilder AddReporting(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton(s => new TokenUsageCache(
            s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Cache,
            s.GetRequiredService<TimeProvider>(),
            s.GetService<ICacheStorage>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IUserDataHolder, RememberedUsers>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthContributor, CacheHealth>());
        builder.Services.TryAddSingleton(CreateStats);
        return builder;
    }

    private static ITokenUsageStats CreateStats(IServiceProvider services)
    {
        TokenMonitoringOptions options = services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value;
        StoreGate store = services.GetRequiredService<StoreGate>();
        RememberedAnswers? answers = services.IsOn(MonitoringStages.Cache)
            ? new RememberedAnswers(
                services.GetRequiredService<TokenUsageCache>(), store.Changes, options.Cache.Freshness)
            : null;
        var stats = new UsageStats(
            store,
            services.GetRequiredService<LiveTotals>(),
            () => services.GetRequiredService<UsageRecorder>().Report().Pending,
            services.GetRequiredService<TimeProvider>(),
            answers,
            services.GetRequiredService<StoreTimings>(),
            answers is null
                ? null : new RememberedSums(services.GetRequiredService<TokenUsageCache>(), store.Changes));
        bool isAudited = options.Storage.AuditReads;
        return isAudited ? new AuditedStats(stats, services.GetRequiredService<IAuditTrail>()) : stats;
    }
}
