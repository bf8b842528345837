using TokenUsage.Reporting.Dashboards;

namespace TokenUsage.Tests.Reporting.Dashboards;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("alice", 8, "alice   ")]
    [InlineData("alexandra", 5, "alex…")]
    [InlineData("日本語", 6, "日本語")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日… ")]
    [InlineData("a\u202eb", 3, "a?b")]
    public void A_text_fills_its_cells(string text, int cells, string expected)
    {
        TerminalText.Fit(text, cells).Should().Be(expected);
    }
}
