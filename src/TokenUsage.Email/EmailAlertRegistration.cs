#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Email;

namespace TokenUsage;

/// <summary>Adds e-mail as a channel of alerts and a way of reports.</summary>
public static class EmailAlertRegistration
{
    /// <summary>Sends alerts by e-mail.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configure">Names the server, the sender and the recipients.</param>
    /// <exception cref="ArgumentException">A setting cannot be used; the message names every one.</exception>
    public static ITokenMonitoringBuilder AddEmailAlerts(
        this ITokenMonitoringBuilder builder, Action<EmailAlertOptions> configure)
    {
        builder.Services.AddSingleton<IAlertSink>(new EmailAlertSink(Read(builder, configure, nameof(AddEmailAlerts))));
        return builder;
    }

    /// <summary>Sends scheduled reports by e-mail, as attachments.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configure">Names the server, the sender and the recipients. Its name is that of the sink.</param>
    /// <exception cref="ArgumentException">A setting cannot be used; the message names every one.</exception>
    public static ITokenMonitoringBuilder AddEmailReports(
        this ITokenMonitoringBuilder builder, Action<EmailAlertOptions> configure)
    {
        builder.Services.AddSingleton<IReportSink>(
            new EmailReportSink(Read(builder, configure, nameof(AddEmailReports))));
        return builder;
    }

    private static EmailAlertOptions Read(
        ITokenMonitoringBuilder builder, Action<EmailAlertOptions> configure, string verb)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new EmailAlertOptions();
        configure(options);
        string[] faults = [.. EmailFaults.Of(options)];
        return faults.Length == 0
            ? options
            : throw new ArgumentException($"{verb}: {string.Join(' ', faults)}", nameof(configure));
    }
}
