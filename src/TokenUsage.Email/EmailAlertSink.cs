using MimeKit;

namespace TokenUsage.Email;

/// <summary>Sends alerts by SMTP.</summary>
internal sealed class EmailAlertSink(EmailAlertOptions options) : IAlertSink
{
    public string Name => options.Name;

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);

        using MimeMessage message = EmailMessage.Write(notice, options);
        await EmailServer.SendAsync(message, options, cancellationToken).ConfigureAwait(false);
    }
}
