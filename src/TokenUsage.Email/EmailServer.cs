using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace TokenUsage.Email;

/// <summary>Speaks SMTP, a connection a message: they are few, and servers close what idles.</summary>
internal static class EmailServer
{
    /// <exception cref="AlertSinkException">The server did not take the message.</exception>
    public static async ValueTask SendAsync(
        MimeMessage message, EmailAlertOptions options, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(options.Host, options.Port, SecurityOf(options), cancellationToken)
                .ConfigureAwait(false);
            if (options.UserName is { } user)
                await client.AuthenticateAsync(user, options.Password ?? "", cancellationToken).ConfigureAwait(false);

            await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException exception)
        {
            // The code only: the server's words can hold addresses. 5xx is for ever, 4xx for now.
            throw new AlertSinkException(
                $"The mail server answered {(int)exception.StatusCode}.",
                isPermanent: (int)exception.StatusCode >= 500);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ProtocolException
            or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            throw new AlertSinkException($"The mail server could not be used: {exception.GetType().Name}.");
        }

        await QuitAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private static SecureSocketOptions SecurityOf(EmailAlertOptions options) => options.Security switch
    {
        EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        EmailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls, // and not "when available": who strips the offer would read along
    };

    // The message is taken: a farewell that fails must not have it sent again.
    private static async ValueTask QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ProtocolException
            or OperationCanceledException)
        {
            // nothing is left to do
        }
    }
}
