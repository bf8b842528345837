using System.Text;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Tests.Records;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("  =1")]
    [InlineData("\"=1")]
    [InlineData("\u00A0=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠1")]
    [InlineData("|calc")]
    public void What_a_spreadsheet_would_run_is_text_to_it(string text) =>
        Cell(text).TrimStart('"').Should().StartWith("'");

    [Theory]
    [InlineData("alice")]
    [InlineData("a=b")]
    [InlineData("2-1")]
    [InlineData("")]
    public void Other_text_is_left_alone(string text) => Cell(text).Should().Be(text);

    [Theory]
    [InlineData("=1+1")]
    [InlineData("'=1+1")]
    [InlineData("''")]
    [InlineData("'")]
    [InlineData("it's")]
    [InlineData("a,\"b\"\r\nc")]
    [InlineData(" leading")]
    [InlineData("\t=1")]
    public void What_is_written_is_read_back(string text)
    {
        using var reader = new StringReader(Cell(text) + "\r\n");

        CsvText.Read(reader).Single().Select(CsvText.Unguard).Should().Equal(text);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_said()
    {
        using var reader = new StringReader("a,\"b");

        Func<object> read = () => CsvText.Read(reader).ToList();

        read.Should().Throw<InvalidDataException>();
    }

    private static string Cell(string text)
    {
        var line = new StringBuilder();
        CsvText.AppendText(line, text);
        return line.ToString();
    }
}
