using System.Text;

namespace TokenUsage.Email.Tests;

public sealed class EmailReportSinkTests
{
    [Fact]
    public async Task A_real_server_takes_the_report_as_an_attachment()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using MailServer server = await MailServer.StartAsync(token);
        EmailAlertOptions options = EmailMessageTests.Options();
        options.Host = "127.0.0.1";
        options.Port = server.Port;
        options.Security = EmailSecurity.None;
        var delivery = new ReportDelivery
        {
            Schedule = new ReportSchedule { Name = "m", Request = new ReportRequest { Title = "Usage\r\nBcc: x@y.z" } },
            From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            To = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
            Files = [new ReportFile("m-2026-03-01.csv", "text/csv", Encoding.UTF8.GetBytes("a,b"))],
        };

        await new EmailReportSink(options).SendAsync(delivery, token);

        (await server.ReadMessageAsync(token)).Should().ContainAll(
            "Subject: [TokenUsage] Usage  Bcc: x@y.z, 2026-03-01 to 2026-03-31", "m-2026-03-01.csv", "text/csv");
    }
}
