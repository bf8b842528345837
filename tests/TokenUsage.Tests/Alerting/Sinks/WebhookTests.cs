using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Sinks;

namespace TokenUsage.Tests.Alerting.Sinks;

public sealed class WebhookTests : IDisposable
{
    private const string Hostile =
        "</script>\"}<!channel> <https://evil.example|x> *b* [l](https://evil.example) {{DATE()}}\r\n\0";

    private readonly Receiver _receiver = new();
    private readonly AlertWriter _writer = new(() => new AlertOptions(), NullLogger<AlertWriter>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private WebhookOptions Options => new()
    {
        Url = _receiver.Url,
        AllowHttp = true,
        AllowPrivateAddresses = true,
        Secret = "0123456789abcdef",
    };

    [Fact]
    public async Task A_webhook_is_signed_together_with_its_time()
    {
        using var sink = new WebhookAlertSink(Options, _writer, new FakeTimeProvider(AlertStage.Noon));

        Task sending = sink.SendAsync(Notice("Too much."), Token).AsTask();
        (string body, IReadOnlyDictionary<string, string?> headers) = await _receiver.TakeAsync();
        await sending;

        string signed = $"{headers["X-TokenUsage-Timestamp"]}.{body}";
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("0123456789abcdef"), Encoding.UTF8.GetBytes(signed)));
        headers["X-TokenUsage-Signature"].Should().Be($"sha256={expected}");
        headers["X-TokenUsage-Timestamp"].Should().Be("1795348800");
        headers["X-TokenUsage-Delivery"].Should().Be(Guid.Empty.ToString());
        JsonElement alert = JsonDocument.Parse(body).RootElement.GetProperty("alerts")[0];
        alert.GetProperty("message").GetString().Should().Be("Too much.");
        alert.GetProperty("scope").GetProperty("user").GetString().Should().Be("alice");
    }

    [Fact]
    public async Task The_guides_own_program_verifies_the_signature()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), "python3 is not installed.");
        using var sink = new WebhookAlertSink(Options, _writer, new FakeTimeProvider(AlertStage.Noon));
        Task sending = sink.SendAsync(Notice(Hostile), Token).AsTask();
        (string body, IReadOnlyDictionary<string, string?> headers) = await _receiver.TakeAsync();
        await sending;

        (await VerifyAsync(body)).Should().Be("True");
        (await VerifyAsync(body + " ")).Should().Be("False");

        async Task<string> VerifyAsync(string received)
        {
            string guide = Architecture.Repository.Read("docs/guides/alerts.md");
            string program = guide.Split("```python\n")[1].Split("```")[0]
                + "import sys\nprint(verify(b'0123456789abcdef', sys.argv[1], sys.argv[2], sys.stdin.buffer.read(), "
                + "float(sys.argv[1])))\n";
            using Process process = Process.Start(new ProcessStartInfo(
                python,
                ["-c", program, headers["X-TokenUsage-Timestamp"]!, headers["X-TokenUsage-Signature"]!])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            await process.StandardInput.WriteAsync(received);
            process.StandardInput.Close();
            return (await process.StandardOutput.ReadToEndAsync(Token)).Trim();
        }
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(429, false)]
    [InlineData(403, false)]
    [InlineData(400, true)]
    [InlineData(410, true)]
    public async Task An_answer_says_whether_to_try_again(int status, bool isPermanent)
    {
        using var sink = new WebhookAlertSink(Options, _writer, TimeProvider.System);

        Task sending = sink.SendAsync(Notice("x"), Token).AsTask();
        await _receiver.TakeAsync(status);

        Func<Task> wait = () => sending;
        (await wait.Should().ThrowAsync<AlertSinkException>()).Which.IsPermanent.Should().Be(isPermanent);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var sink = new WebhookAlertSink(Options, _writer, TimeProvider.System);

        Task sending = sink.SendAsync(Notice("x"), Token).AsTask();
        await _receiver.TakeAsync(302, "http://169.254.169.254/latest/meta-data");

        Func<Task> wait = () => sending;
        await wait.Should().ThrowAsync<AlertSinkException>().WithMessage("The receiver answered 302.");
    }

    [Fact]
    public async Task Slack_gets_blocks_in_which_no_name_is_a_mention_or_a_link()
    {
        using var sink = new SlackAlertSink(Options, _writer);

        Task sending = sink.SendAsync(Notice(Hostile), Token).AsTask();
        string body = (await _receiver.TakeAsync()).Body;
        await sending;

        JsonElement root = JsonDocument.Parse(body).RootElement;
        root.GetProperty("blocks")[0].GetProperty("type").GetString().Should().Be("header");
        string text = root.GetProperty("blocks")[1].GetProperty("text").GetProperty("text").GetString()!;
        text.Should().StartWith(":large_orange_circle: *spend* user=alice\n").And.Contain("&lt;!channel&gt;")
            .And.NotContain("<").And.NotContain("*b*");
    }

    [Fact]
    public async Task Teams_gets_a_card_in_which_no_name_is_a_link_or_a_function()
    {
        using var sink = new TeamsAlertSink(Options, _writer);

        Task sending = sink.SendAsync(Notice(Hostile), Token).AsTask();
        string body = (await _receiver.TakeAsync()).Body;
        await sending;

        JsonElement card = JsonDocument.Parse(body).RootElement.GetProperty("attachments")[0].GetProperty("content");
        card.GetProperty("type").GetString().Should().Be("AdaptiveCard");
        string text = card.GetProperty("body")[1].GetProperty("text").GetString()!;
        text.Should().Contain(@"\[l\]\(https").And.NotContain("{{").And.NotContain("[l](");
    }

    [Fact]
    public async Task PagerDuty_is_told_of_the_beginning_and_the_end_under_one_key()
    {
        using var sink = new PagerDutyAlertSink("pager", "routing", Options, _writer);
        AlertNotice notice = Notice("x");

        Task sending = sink.SendAsync(notice, Token).AsTask();
        JsonElement begun = JsonDocument.Parse((await _receiver.TakeAsync(202)).Body).RootElement;
        await sending;
        sending = sink.SendAsync(
            notice with { Alerts = [notice.Alert with { EndedAt = AlertStage.Noon }] }, Token).AsTask();
        JsonElement ended = JsonDocument.Parse((await _receiver.TakeAsync(202)).Body).RootElement;
        await sending;

        begun.GetProperty("event_action").GetString().Should().Be("trigger");
        ended.GetProperty("event_action").GetString().Should().Be("resolve");
        ended.GetProperty("dedup_key").GetString().Should().Be(begun.GetProperty("dedup_key").GetString());
    }

    [Fact]
    public async Task A_user_is_told_by_the_name_that_the_records_have()
    {
        List<string> told = [];
        var sink = new UserNoticeSink("user", (user, notice, _) =>
        {
            told.Add($"{user}: {notice.Alert.Message}");
            return ValueTask.CompletedTask;
        });

        await sink.SendAsync(Notice("x"), Token);

        told.Should().Equal("alice: x");
    }

    public void Dispose() => _receiver.Dispose();

    private static AlertNotice Notice(string message) => new()
    {
        Id = Guid.Empty,
        Transition = AlertTransition.Raised,
        At = AlertStage.Noon,
        Alerts =
        [
            new Alert
            {
                Id = Guid.Empty,
                Rule = "spend",
                Fingerprint = "f",
                Severity = AlertSeverity.High,
                Message = message,
                Subject = "user=alice",
                Scope = new UsageDimensions { User = "alice" },
                RaisedAt = AlertStage.Noon,
                ChangedAt = AlertStage.Noon,
            },
        ],
    };
}
