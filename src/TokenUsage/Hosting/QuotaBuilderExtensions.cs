using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Adds quotas.</summary>
internal static class QuotaBuilderExtensions
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
    /// <remarks>Each warns at 80 % and, critically, at 90 %. Their names begin with <c>user-</c>.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="timeZone">The IANA name of the zone whose days and months count.</param>
    public static ITokenMonitoringBuilder AddDefaultQuotas(
        this ITokenMonitoringBuilder builder, string timeZone = "UTC") => builder
        .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000_000).Daily(timeZone).WarnAt(0.8, 0.9))
        .AddQuota("user-month", q => q.Per(Dimension.User).Tokens(30_000_000).Monthly(timeZone).WarnAt(0.8, 0.9))
        .AddQuota("user-minute", q => q.Per(Dimension.User).Tokens(10_000).Burst(TimeSpan.FromMinutes(1)))
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

    /// <summary>Registers the admission layer. What is registered before it wins.</summary>
    internal static ITokenMonitoringBuilder AddAdmission(this ITokenMonitoringBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<QuotaOptions, QuotaOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ICallCeilings, UnknownCeilings>();
        builder.Services.TryAddSingleton<IQuotaChangeLog, MemoryChangeLog>();
        builder.Services.TryAddSingleton<IQuotaLedger>(
            services => new MemoryQuotaLedger(services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<QuotaGate>();
        builder.Services.TryAddSingleton<IAuditTrail>(
            services => new InMemoryAuditTrail(services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(services => new TokenQuotas(
            services.GetRequiredService<QuotaGate>(),
            new AuditedChangeLog(
                services.GetRequiredService<IQuotaChangeLog>(), services.GetRequiredService<IAuditTrail>()),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<TokenQuotas>>()));
        builder.Services.TryAddSingleton<ITokenQuotas>(services => services.GetRequiredService<TokenQuotas>());
        return builder;
    }
}
