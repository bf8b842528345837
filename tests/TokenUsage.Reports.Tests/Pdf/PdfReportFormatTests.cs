using System.Text;
using System.Text.RegularExpressions;
using TokenUsage.Reports.Pdf;

namespace TokenUsage.Reports.Tests.Pdf;

public sealed class PdfReportFormatTests
{
    [Fact]
    public async Task The_same_report_gives_the_same_bytes() =>
        (await WriteAsync(AnyReport.Of())).Should().Equal(await WriteAsync(AnyReport.Of()));

    [Fact]
    public async Task Charts_are_strokes_and_not_pictures() =>
        Encoding.Latin1.GetString(await WriteAsync(AnyReport.Of())).Should()
            .StartWith("%PDF-").And.NotContain("/Subtype /Image");

    [Fact]
    public async Task A_long_table_goes_on_on_further_pages()
    {
        int Pages(byte[] pdf) => Regex.Count(Encoding.Latin1.GetString(pdf), "/Type /Page\\b");

        Pages(await WriteAsync(AnyReport.Of(days: 300))).Should()
            .BeGreaterThan(Pages(await WriteAsync(AnyReport.Of(days: 10))));
    }

    [Fact]
    public async Task A_font_file_that_is_missing_is_named()
    {
        var format = new PdfReportFormat(new PdfReportOptions { FontFile = "/no/such.ttf" });
        Func<Task> writing = async () =>
            await format.WriteAsync(AnyReport.Of(), Stream.Null, TestContext.Current.CancellationToken);

        await writing.Should().ThrowAsync<InvalidOperationException>().WithMessage("*/no/such.ttf*FontFile*");
    }

    private static async Task<byte[]> WriteAsync(UsageReport report)
    {
        using var output = new MemoryStream();
        await new PdfReportFormat(new PdfReportOptions())
            .WriteAsync(report, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
