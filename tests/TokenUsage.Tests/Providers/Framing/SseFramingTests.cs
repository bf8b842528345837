using TokenUsage.Providers.Framing;

namespace TokenUsage.Tests.Providers.Framing;

public sealed class SseFramingTests
{
    [Theory]
    [InlineData("data: {\"n\":1}\n\ndata: {\"n\":2}\n\n")]
    [InlineData("data: {\"n\":1}\r\n\r\ndata: {\"n\":2}\r\n\r\n")]
    [InlineData("data: {\"n\":1}\r\rdata: {\"n\":2}\r\r")]
    [InlineData("data:{\"n\":1}\n\ndata:{\"n\":2}\n\n")]
    [InlineData("data: {\"n\":1}\n\ndata: {\"n\":2}")]
    [InlineData(": waiting\n\ndata: {\"n\":1}\n\n: waiting\n\nid: 7\nretry: 3\ndata: {\"n\":2}\n\n")]
    [InlineData("event: a\ndata: {\"n\":1}\n\ndata: {\"n\":2}\nevent: b\n\n")]
    [InlineData("data: {\ndata: \"n\"\ndata: :1}\n\ndata: {\"n\":\ndata: 2}\n\n")]
    [InlineData("database: {\"n\":9}\n\ndata: {\"n\":1}\n\ndat: {\"n\":9}\n\ndata: {\"n\":2}\n\n")]
    public void Events_are_found_however_they_are_written_and_cut(string body) =>
        FramedValues.Read(() => new SseFraming(), body, out _).Should().Be("1 2");

    [Fact]
    public void An_event_that_is_no_JSON_harms_only_itself() =>
        FramedValues.Read(() => new SseFraming(), "data: {\"n\":1}\n\ndata: {\"x\":[{\n\ndata: {\"n\":2}\n\n", out _)
            .Should().Be("1 2");

    [Fact]
    public void Two_lines_of_one_event_do_not_join_into_one_number() =>
        FramedValues.Read(() => new SseFraming(), "data: {\"n\":1\ndata: 2}\n\n", out _).Should().NotBe("12");

    [Theory]
    [InlineData("data: [DONE]\n\n", true)]
    [InlineData("data:[DONE]\n\n", true)]
    [InlineData("data: [DONE", false)]
    [InlineData("data: \"[DONE]\"\n\n", false)]
    public void The_closing_mark_tells_that_the_body_is_whole(string mark, bool isDone)
    {
        FramedValues.Read(() => new SseFraming(), "data: {\"n\":1}\n\n" + mark, out BodyFraming framing);

        framing.IsDone.Should().Be(isDone);
    }

    [Fact]
    public void A_line_that_reports_an_error_is_one()
    {
        FramedValues.Read(
            () => new SseFraming(), "data: {\"n\":1}\n\nerror: {\"code\":500}\n", out BodyFraming framing);

        framing.ErrorType.Should().Be("stream_error");
    }

    [Fact]
    public void An_endless_event_is_given_up_unless_it_is_one_long_string()
    {
        string endless = "data: {\"a\":[" + string.Concat(Enumerable.Repeat("[1],", BodyFraming.MaxEventBytes / 4));
        string text = "data: {\"a\":\"" + new string('x', 2 * BodyFraming.MaxEventBytes) + "\",\"n\":1}\n\n";

        Read(endless).GaveUp.Should().BeTrue();
        Read(text).GaveUp.Should().BeFalse();
    }

    private static BodyFraming Read(string body)
    {
        var scanner = new TokenUsage.Providers.Scanning.JsonPathScanner(new FramedValues());
        scanner.Begin(new TokenUsage.Providers.Scanning.PathTree(["n"], [], []));
        var framing = new SseFraming();
        framing.Begin();
        framing.Append(System.Text.Encoding.UTF8.GetBytes(body), scanner);
        return framing;
    }
}
