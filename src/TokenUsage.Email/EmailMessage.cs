using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using MimeKit;

namespace TokenUsage.Email;

/// <summary>Writes a message about alerts: as text and as HTML.</summary>
internal static class EmailMessage
{
    private const int MostAlerts = 100;
    private const int MostSubject = 200;
    private const int MostText = 2_000;

    /// <exception cref="AlertSinkException">The options are faulty.</exception>
    public static MimeMessage Write(AlertNotice notice, EmailAlertOptions options)
    {
        if (EmailFaults.Of(options).FirstOrDefault() is { } fault)
            throw new AlertSinkException(fault, isPermanent: true);

        var message = new MimeMessage { Subject = SubjectOf(notice, options), Date = notice.At };
        message.From.Add(MailboxAddress.Parse(options.From));
        foreach (string to in options.To) message.To.Add(MailboxAddress.Parse(to));

        // The delivery's id, so that a message that is sent again is known for the same.
        message.MessageId = $"{notice.Id:N}@{Domain(message)}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-TokenUsage-Severity", notice.Severity.ToString());
        message.Body = new BodyBuilder
        {
            TextBody = Text(notice, options),
            HtmlBody = Html(notice, options),
        }.ToMessageBody();
        return message;
    }

    private static string Domain(MimeMessage message)
    {
        string address = ((MailboxAddress)message.From[0]).Address;
        return address[(address.LastIndexOf('@') + 1)..];
    }

    private static string SubjectOf(AlertNotice notice, EmailAlertOptions options)
    {
        string subject = notice.Transition == AlertTransition.Digest
            ? $"{notice.Alerts.Count} alerts, the worst {notice.Severity}"
            : $"{notice.Severity} {notice.Transition}: {notice.Alert.Rule} {notice.Alert.Subject}";
        string line = OneLine(options.SubjectPrefix + subject).Trim();
        return line.Length <= MostSubject ? line : line[..MostSubject];
    }

    private static string Text(AlertNotice notice, EmailAlertOptions options)
    {
        var text = new StringBuilder();
        foreach (Alert alert in notice.Alerts.Take(MostAlerts))
        {
            text.Append(OneLine($"{alert.Severity} {alert.State}: {alert.Rule} {alert.Subject}")).Append("\r\n")
                .Append(OneLine(WordsOf(notice, alert, options))).Append("\r\n")
                .Append(CultureInfo.InvariantCulture, $"Raised {alert.RaisedAt:u}, changed {alert.ChangedAt:u}.")
                .Append("\r\nId ").Append(alert.Id).Append("\r\n\r\n");
        }

        int left = notice.Alerts.Count - MostAlerts;
        if (left > 0) text.Append(CultureInfo.InvariantCulture, $"… and {left} more.\r\n");
        return text.ToString();
    }

    private static string Html(AlertNotice notice, EmailAlertOptions options)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><body>");
        foreach (Alert alert in notice.Alerts.Take(MostAlerts))
        {
            html.Append("<h3>").Append(Encode($"{alert.Severity} {alert.State}: {alert.Rule} {alert.Subject}"))
                .Append("</h3><p>").Append(Encode(WordsOf(notice, alert, options))).Append("</p><p><small>")
                .Append(Encode($"Raised {alert.RaisedAt:u}, changed {alert.ChangedAt:u}. Id {alert.Id}"))
                .Append("</small></p>");
        }

        int left = notice.Alerts.Count - MostAlerts;
        if (left > 0) html.Append(CultureInfo.InvariantCulture, $"<p>… and {left} more.</p>");
        return html.Append("</body></html>").ToString();
    }

    private static string WordsOf(AlertNotice notice, Alert alert, EmailAlertOptions options)
    {
        string words = options.Template?.Invoke(notice with { Alerts = [alert] }) ?? alert.Message;
        return words.Length <= MostText ? words : words[..MostText] + "…";
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(OneLine(text));

    // Line breaks end headers, zero bytes end strings elsewhere: no text of an alert needs either.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]) : text;
}
