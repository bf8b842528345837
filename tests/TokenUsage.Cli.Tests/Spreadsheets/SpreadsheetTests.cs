using TokenUsage.Cli.Records;
using TokenUsage.Cli.Reports;

namespace TokenUsage.Cli.Tests.Spreadsheets;

/// <summary>Names that somebody chose so that a spreadsheet runs them, on their way into one.</summary>
public sealed class SpreadsheetTests : IDisposable
{
    private static readonly string[] Lines =
    [
        StoreFolder.Line(1, """
            ,"user":"=HYPERLINK(\"http://evil.example\",\"Click\")","project":"+1+1","tags":{"department":"@SUM(1)"}
            """),
        StoreFolder.Line(2, """
            ,"user":"-2+3","project":"\t=1+1","tags":{"department":"\r=1+1"}
            """),
        StoreFolder.Line(3, """
            ,"user":"=cmd|' /C calc'!A0","feature":"=1+1;=2+2","agent":"\"=3+3\""
            """),
    ];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_spreadsheet_would_run_what_is_not_guarded()
    {
        Assert.SkipWhen(Spreadsheet.Program is null, Spreadsheet.Missing);
        string file = _folder.Write("raw.csv", "user,calls", "=1+1,3");

        (string[] formulas, _) = await Spreadsheet.OpenAsync(file, TestContext.Current.CancellationToken);

        formulas.Should().ContainSingle();
    }

    [Theory]
    [InlineData("export", "--format", "csv")]
    [InlineData("export", "--focus")]
    [InlineData("report", "--format", "csv", "--by", "user,project,tag:department")]
    [InlineData("report", "--format", "focus", "--charge-to", "project")]
    public async Task Nothing_that_is_written_for_one_is_a_formula(string command, params string[] arguments)
    {
        Assert.SkipWhen(Spreadsheet.Program is null, Spreadsheet.Missing);
        await _folder.ImportAsync(Lines);
        string file = _folder.File("usage.csv");

        CommandRun run = await CommandRun.OfAsync(
            command == "export" ? ExportCommand.Create() : ReportCommand.Create(),
            [
                .. arguments, "--store", _folder.Database, "--output", file, "--from", "2026-03-01", "--to",
                "2026-04-01",
            ]);
        run.Code.Should().Be(ExitCode.Success, run.Error);
        (string[] formulas, string[] cells) = await Spreadsheet.OpenAsync(file, TestContext.Current.CancellationToken);

        formulas.Should().BeEmpty();
        cells.Should().Contain(cell => cell.Contains("1+1", StringComparison.Ordinal), "the names are still there");
    }
}
