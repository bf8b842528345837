using MimeKit;

namespace TokenUsage.Email.Tests;

public sealed class EmailMessageTests
{
    private static readonly string[] Breaks = ["\r\n", "\n", "\r", "\0", "\r\n ", "\u0085", "\v", "\f"];

    public static TheoryData<string, string> Injections()
    {
        var cases = new TheoryData<string, string>();
        foreach (string field in (string[])["message", "rule", "subject", "template"])
        {
            foreach (string lineBreak in Breaks)
                cases.Add(field, $"x{lineBreak}Bcc: thief@example.org{lineBreak}{lineBreak}y");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public void No_text_of_an_alert_becomes_a_header(string field, string text)
    {
        EmailAlertOptions options = Options();
        if (field == "template") options.Template = _ => text;
        AlertNotice notice = field switch
        {
            "rule" => Notices.One(rule: text),
            "subject" => Notices.One(subject: text),
            _ => Notices.One(text),
        };

        MimeMessage read = RoundTrip(EmailMessage.Write(notice, options));

        read.Bcc.Mailboxes.Should().BeEmpty();
        read.Headers.Select(header => header.Field).Should().BeEquivalentTo(
            "From", "Date", "Subject", "Message-Id", "To", "Auto-Submitted", "X-TokenUsage-Severity", "MIME-Version");
    }

    [Theory]
    [InlineData("from")]
    [InlineData("to")]
    [InlineData("host")]
    [InlineData("prefix")]
    public void A_setting_with_a_line_break_is_a_fault(string field)
    {
        foreach (string text in Breaks)
        {
            EmailAlertOptions options = Options();
            if (field == "from") options.From = $"a@example.org{text}Bcc: thief@example.org";
            if (field == "to") options.To.Add($"a@example.org{text}RCPT TO:<thief@example.org>");
            if (field == "host") options.Host = $"localhost{text}x";
            if (field == "prefix") options.SubjectPrefix = $"x{text}Bcc: thief@example.org";

            EmailFaults.Of(options).Should().ContainSingle();
            FluentActions.Invoking(() => EmailMessage.Write(Notices.One(), options))
                .Should().Throw<AlertSinkException>();
        }
    }

    [Theory]
    [InlineData("a@example.org", true)]
    [InlineData("Alerts <a@example.org>", true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData("a@example.org, b@example.org", false)]
    [InlineData("a@example.org> SIZE=1 <b@example.org", false)]
    public void An_address_is_one_mailbox(string text, bool isAddress) =>
        EmailFaults.IsAddress(text).Should().Be(isAddress);

    [Fact]
    public void A_text_is_escaped_where_it_becomes_html()
    {
        MimeMessage message = EmailMessage.Write(Notices.One("<script>alert(1)</script> & more"), Options());

        message.HtmlBody.Should().Contain("&lt;script&gt;").And.NotContain("<script>");
        message.TextBody.Should().Contain("<script>alert(1)</script> & more");
    }

    [Fact]
    public void A_message_that_is_sent_again_has_the_same_id()
    {
        string? first = EmailMessage.Write(Notices.One(), Options()).MessageId;

        EmailMessage.Write(Notices.One(), Options()).MessageId.Should().Be(first)
            .And.Be("01900000000070008000000000000001@example.org");
    }

    [Fact]
    public void Every_fault_of_the_settings_is_named_at_once() =>
        FluentActions.Invoking(() => new Builder().AddEmailAlerts(options => options.Port = 0))
            .Should().Throw<ArgumentException>()
            .Which.Message.Should().ContainAll("Host is empty", "Port is 0", "From is ''", "To is empty");

    internal static EmailAlertOptions Options()
    {
        var options = new EmailAlertOptions { Host = "localhost", From = "Alerts <alerts@example.org>" };
        options.To.Add("ops@example.org");
        return options;
    }

    private static MimeMessage RoundTrip(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        stream.Position = 0;
        return MimeMessage.Load(stream);
    }
}
