namespace TokenUsage.Email.Tests;

public sealed class EmailAlertSinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_server_takes_the_message_with_both_recipients()
    {
        await using MailServer server = await MailServer.StartAsync(Token);
        EmailAlertOptions options = EmailMessageTests.Options();
        options.Host = "127.0.0.1";
        options.Port = server.Port;
        options.Security = EmailSecurity.None;
        options.To.Add("boss@example.org");

        await new EmailAlertSink(options).SendAsync(Notices.One("The month has cost $1,200.00."), Token);

        (await server.ReadMessageAsync(Token)).Should().ContainAll(
            "Subject: [TokenUsage] High Raised: spend user=alice",
            "From: Alerts <alerts@example.org>",
            "To: ops@example.org, boss@example.org",
            "The month has cost $1,200.00.",
            "multipart/alternative");
    }

    [Fact]
    public async Task A_server_without_tls_is_refused_where_tls_is_asked_for()
    {
        await using MailServer server = await MailServer.StartAsync(Token);
        EmailAlertOptions options = EmailMessageTests.Options();
        options.Host = "127.0.0.1";
        options.Port = server.Port;

        Func<Task> send = async () => await new EmailAlertSink(options).SendAsync(Notices.One(), Token);

        (await send.Should().ThrowAsync<AlertSinkException>()).Which.IsPermanent.Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_later()
    {
        EmailAlertOptions options = EmailMessageTests.Options();
        options.Host = "127.0.0.1";
        options.Port = 1;
        options.Security = EmailSecurity.None;

        Func<Task> send = async () => await new EmailAlertSink(options).SendAsync(Notices.One(), Token);

        (await send.Should().ThrowAsync<AlertSinkException>()).Which.IsPermanent.Should().BeFalse();
    }
}
