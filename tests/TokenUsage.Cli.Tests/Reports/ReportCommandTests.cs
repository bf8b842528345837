using System.Text.Json;
using TokenUsage.Cli.Reports;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Reports;

public sealed class ReportCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_totals_are_those_of_a_query()
    {
        await FillAsync();

        using JsonDocument report = JsonDocument.Parse((await RunAsync("--format", "json")).Output);
        CommandRun query = await CommandRun.OfAsync(
            QueryCommand.Create(), "--store", _folder.Database, "--json", "--from", "2026-03-01", "--to", "2026-04-01");
        using JsonDocument answer = JsonDocument.Parse(query.Output);

        report.RootElement.GetProperty("summary").GetRawText().ReplaceLineEndings("").Replace(" ", "").Should()
            .Be(answer.RootElement.GetProperty("totals").GetRawText());
    }

    [Fact]
    public async Task The_points_add_up_to_the_whole()
    {
        await FillAsync();

        using JsonDocument report = JsonDocument.Parse((await RunAsync()).Output);

        report.RootElement.GetProperty("series").EnumerateArray()
            .Sum(point => point.GetProperty("totals").GetProperty("calls").GetInt64())
            .Should().Be(report.RootElement.GetProperty("summary").GetProperty("calls").GetInt64());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("html")]
    [InlineData("pdf")]
    public async Task A_period_that_is_over_gives_the_same_file_whenever_it_is_read(string format)
    {
        await FillAsync();

        byte[] first = await WriteAsync("first." + format);
        byte[] second = await WriteAsync("second." + format);

        second.Should().Equal(first);
    }

    [Fact]
    public async Task A_formula_in_a_name_stays_text_in_a_spreadsheet()
    {
        await FillAsync(",\"user\":\"=HYPERLINK(0)\"");

        string csv = (await RunAsync("--format", "csv")).Output;

        csv.Should().Contain(",'=HYPERLINK(0),").And.NotContain(",=HYPERLINK");
    }

    [Fact]
    public async Task A_format_that_nobody_has_is_refused_with_those_there_are()
    {
        await FillAsync();

        CommandRun run = await RunAsync("--format", "docx");

        run.Code.Should().Be(ExitCode.BadInput);
        run.Error.Should().Contain("'docx'").And.Contain("csv, html, json, pdf");
    }

    private async Task<byte[]> WriteAsync(string name)
    {
        (await RunAsync("--output", _folder.File(name))).Code.Should().Be(ExitCode.Success);
        return await File.ReadAllBytesAsync(_folder.File(name), TestContext.Current.CancellationToken);
    }

    private Task<CommandRun> FillAsync(string more = "") =>
        _folder.ImportAsync([.. Enumerable.Range(1, 20).Select(n => StoreFolder.Line(n, more))]);

    private Task<CommandRun> RunAsync(params string[] more) => CommandRun.OfAsync(
        ReportCommand.Create(),
        ["--store", _folder.Database, "--from", "2026-03-01", "--to", "2026-04-01", .. more]);
}
