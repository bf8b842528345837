#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Email;

namespace TokenUsage;

/// <summary>Adds e-mail as a channel of alerts.</summary>
public static class EmailAlertRegistration
{
    /// <summary>Sends alerts by e-mail.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configure">Names the server, the sender and the recipients.</param>
    /// <exception cref="ArgumentException">A setting cannot be used; the message names every one.</exception>
    public static ITokenMonitoringBuilder AddEmailAlerts(
        this ITokenMonitoringBuilder builder, Action<EmailAlertOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new EmailAlertOptions();
        configure(options);
        string[] faults = [.. EmailFaults.Of(options)];
        if (faults.Length > 0)
            throw new ArgumentException($"AddEmailAlerts: {string.Join(' ', faults)}", nameof(configure));

        builder.Services.AddSingleton<IAlertSink>(new EmailAlertSink(options));
        return builder;
    }
}
