using TokenUsage.Providers.Framing;

namespace TokenUsage.Tests.Providers.Framing;

public sealed class LineFramingTests
{
    [Theory]
    [InlineData("{\"n\":1}\n{\"n\":2}\n")]
    [InlineData("{\"n\":1}\r\n{\"n\":2}\r\n")]
    [InlineData("{\"n\":1}\n\n\n{\"n\":2}")]
    [InlineData("{\"n\":1}\n{\"x\":[{\n\"broken\n{\"n\":2}\n")]
    public void Each_line_is_an_event_and_a_broken_one_harms_only_itself(string body) =>
        FramedValues.Read(() => new LineFraming(), body, out _).Should().Be("1 2");

    [Fact]
    public void An_endless_line_is_given_up()
    {
        string body = string.Concat(Enumerable.Repeat("[1],", BodyFraming.MaxEventBytes / 4 + 1));
        var scanner = new TokenUsage.Providers.Scanning.JsonPathScanner(new FramedValues());
        scanner.Begin(new TokenUsage.Providers.Scanning.PathTree(["n"], [], []));
        var framing = new LineFraming();
        framing.Begin();

        framing.Append(System.Text.Encoding.UTF8.GetBytes(body), scanner);

        framing.GaveUp.Should().BeTrue();
    }
}
