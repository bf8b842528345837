using System.Globalization;
using MimeKit;

namespace TokenUsage.Email;

/// <summary>Sends scheduled reports by SMTP, the files attached.</summary>
internal sealed class EmailReportSink(EmailAlertOptions options) : IReportSink
{
    public string Name => options.Name;

    public async ValueTask SendAsync(ReportDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);

        using MimeMessage message = Write(delivery);
        await EmailServer.SendAsync(message, options, cancellationToken).ConfigureAwait(false);
    }

    internal MimeMessage Write(ReportDelivery delivery)
    {
        string title = OneLine(delivery.Schedule.Request.Title);
        string period = string.Create(
            CultureInfo.InvariantCulture,
            $"{Local(delivery.From, delivery):yyyy-MM-dd} to {Local(delivery.To, delivery).AddTicks(-1):yyyy-MM-dd}");
        var message = new MimeMessage { Subject = $"{OneLine(options.SubjectPrefix)}{title}, {period}" };
        message.From.Add(MailboxAddress.Parse(options.From));
        foreach (string to in options.To) message.To.Add(MailboxAddress.Parse(to));

        message.Headers.Add("Auto-Submitted", "auto-generated");
        var body = new BodyBuilder
        {
            TextBody = $"{title}\r\n{period} ({delivery.Schedule.Request.TimeZone})\r\nThe report is attached.\r\n",
        };
        foreach (ReportFile file in delivery.Files)
            body.Attachments.Add(file.Name, file.Content.ToArray(), ContentType.Parse(file.MediaType));
        message.Body = body.ToMessageBody();
        return message;
    }

    private static DateTimeOffset Local(DateTimeOffset moment, ReportDelivery delivery) =>
        TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(delivery.Schedule.Request.TimeZone));

    private static string OneLine(string text) =>
        new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
