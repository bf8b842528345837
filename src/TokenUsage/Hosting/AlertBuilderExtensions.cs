using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Sinks;

namespace TokenUsage;

/// <summary>Adds alert rules and channels.</summary>
public static class AlertBuilderExtensions
{
    /// <summary>Adds a rule.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The rule's name; that of a built-in rule replaces it.</param>
    /// <param name="define">Says what the rule looks at, from when on, and who hears of it.</param>
    public static ITokenMonitoringBuilder AddAlert(
        this ITokenMonitoringBuilder builder, string name, Action<AlertRuleBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(define);

        var rule = new AlertRuleBuilder(name);
        define(rule);
        return builder.AddAlert(rule.Build());
    }

    /// <summary>Adds a rule.</summary>
    public static ITokenMonitoringBuilder AddAlert(this ITokenMonitoringBuilder builder, AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);

        return builder.ConfigureAlerts(options => options.Rules.Add(rule));
    }

    /// <summary>Changes what raises alerts and who hears of them: routes, digests, quiet times, templates.</summary>
    public static ITokenMonitoringBuilder ConfigureAlerts(
        this ITokenMonitoringBuilder builder, Action<AlertOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Adds a channel of the application's own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="sink">Makes the channel, once.</param>
    public static ITokenMonitoringBuilder AddAlertSink(
        this ITokenMonitoringBuilder builder, Func<IServiceProvider, IAlertSink> sink)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sink);

        builder.Services.AddSingleton(sink);
        return builder;
    }

    /// <summary>Writes alerts as lines of text: <c>AddTextAlerts("console", Console.Out)</c>.</summary>
    public static ITokenMonitoringBuilder AddTextAlerts(
        this ITokenMonitoringBuilder builder, string name, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);

        return builder.AddAlertSink(services => new TextAlertSink(name, output, Writer(services)));
    }

    /// <summary>Posts alerts as JSON to a webhook, signed with HMAC-SHA256 where a secret is set.</summary>
    public static ITokenMonitoringBuilder AddWebhookAlerts(
        this ITokenMonitoringBuilder builder, Action<WebhookOptions> configure)
    {
        WebhookOptions options = Read(builder, configure, "webhook");
        return builder.AddAlertSink(services => new WebhookAlertSink(
            options, Writer(services), services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Posts alerts to a Slack incoming webhook.</summary>
    public static ITokenMonitoringBuilder AddSlackAlerts(this ITokenMonitoringBuilder builder, Uri url) =>
        builder.AddSlackAlerts(options => options.Url = url);

    /// <summary>Posts alerts to a Slack incoming webhook.</summary>
    public static ITokenMonitoringBuilder AddSlackAlerts(
        this ITokenMonitoringBuilder builder, Action<WebhookOptions> configure)
    {
        WebhookOptions options = Read(builder, configure, "slack");
        return builder.AddAlertSink(services => new SlackAlertSink(options, Writer(services)));
    }

    /// <summary>Posts alerts to a Microsoft Teams workflow that takes adaptive cards.</summary>
    public static ITokenMonitoringBuilder AddTeamsAlerts(this ITokenMonitoringBuilder builder, Uri url) =>
        builder.AddTeamsAlerts(options => options.Url = url);

    /// <summary>Posts alerts to a Microsoft Teams workflow that takes adaptive cards.</summary>
    public static ITokenMonitoringBuilder AddTeamsAlerts(
        this ITokenMonitoringBuilder builder, Action<WebhookOptions> configure)
    {
        WebhookOptions options = Read(builder, configure, "teams");
        return builder.AddAlertSink(services => new TeamsAlertSink(options, Writer(services)));
    }

    /// <summary>Tells PagerDuty of alerts, and of their end.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="routingKey">The integration's key.</param>
    /// <param name="configure">Changes the channel's name or the address, for the service region of the EU.</param>
    public static ITokenMonitoringBuilder AddPagerDutyAlerts(
        this ITokenMonitoringBuilder builder, string routingKey, Action<WebhookOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(routingKey);

        WebhookOptions options = Read(
            builder,
            own =>
            {
                own.Url = new Uri("https://events.pagerduty.com/v2/enqueue");
                configure?.Invoke(own);
            },
            "pagerduty");
        return builder.AddAlertSink(services =>
            new PagerDutyAlertSink(options.Name, routingKey, options, Writer(services)));
    }

    /// <summary>Hands alerts that concern one user to the application, which knows how to reach him.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="tell">Gets the user as the records name him, a pseudonym where those are used, and the message.</param>
    /// <param name="name">The channel's name.</param>
    public static ITokenMonitoringBuilder AddUserNotices(
        this ITokenMonitoringBuilder builder, Func<string, AlertNotice, CancellationToken, ValueTask> tell,
        string name = "user")
    {
        ArgumentNullException.ThrowIfNull(tell);

        return builder.AddAlertSink(_ => new UserNoticeSink(name, tell));
    }

    private static AlertWriter Writer(IServiceProvider services) => services.GetRequiredService<AlertWriter>();

    private static WebhookOptions Read(
        ITokenMonitoringBuilder builder, Action<WebhookOptions> configure, string name)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var options = new WebhookOptions { Name = name };
        configure(options);
        builder.ConfigureAlerts(alerts => alerts.Unread.AddRange(options.Faults()));
        return options;
    }
}
