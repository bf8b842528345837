using System.IO.Compression;
using TokenUsage.Cli.Records;

namespace TokenUsage.Cli.Tests.Records;

public sealed class ExportImportTests : IDisposable
{
    private const string All = "2000-01-01";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out.jsonl", "jsonl")]
    [InlineData("out.csv", "csv")]
    [InlineData("out.csv.gz", "csv")]
    [InlineData("out.jsonl.gz", "jsonl")]
    public async Task What_is_exported_is_imported_as_the_same_records(string name, string format)
    {
        await _folder.ImportAsync(
            StoreFolder.Line(1, ""","user":"=cmd|' /C calc'!A0","tags":{"team":"a"},"meters":{"web_search":2.5}"""),
            StoreFolder.Line(
                2, ""","user":"'x","duration_ms":812.1234,"metadata":{"k":"v, \"w\""},"outcome":"Failed" """));
        string before = (await ExportAsync(_folder.Database)).Output;

        await ExportAsync(_folder.Database, "--format", format, "--output", _folder.File(name));
        string other = _folder.File("other.db");
        CommandRun import = await CommandRun.OfAsync(
            ImportCommand.Create(), _folder.File(name), "--store", other);

        import.Code.Should().Be(0);
        (await ExportAsync(other)).Output.Should().Be(before).And.Contain("812.1234");
    }

    [Fact]
    public async Task Importing_twice_imports_once()
    {
        string[] lines = [.. Enumerable.Range(1, 700).Select(i => StoreFolder.Line(i))];

        await _folder.ImportAsync(lines);
        CommandRun again = await _folder.ImportAsync(lines);

        again.Code.Should().Be(0);
        again.Output.Should().StartWith("0 records imported, 700 were there already");
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_others_are_imported()
    {
        CommandRun run = await _folder.ImportAsync(
            StoreFolder.Line(1), "nonsense", """{"id":"x"}""", StoreFolder.Line(2, ""","attempt":-1"""),
            StoreFolder.Line(3));

        run.Code.Should().Be(1);
        run.Output.Should().StartWith("2 records imported").And.Contain("3 lines could not be read");
        run.Error.Should().ContainAll("Line 2 is no JSON", "Line 3 has 'id' = 'x'", "Line 4 has 'attempt' = '-1'");
    }

    [Fact]
    public async Task Another_content_under_a_known_id_is_a_failure_that_changes_nothing()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await _folder.ImportAsync(StoreFolder.Line(1, ""","user":"somebody else" """));

        run.Code.Should().Be(1);
        run.Output.Should().Contain("1 are there with another content");
        (await ExportAsync(_folder.Database)).Output.Should().NotContain("somebody else");
    }

    [Fact]
    public async Task A_missing_file_is_bad_input()
    {
        CommandRun run = await CommandRun.OfAsync(
            ImportCommand.Create(), _folder.File("none.jsonl"), "--store", _folder.Database);

        run.Code.Should().Be(2);
        run.Error.Should().Contain("none.jsonl");
    }

    [Fact]
    public async Task A_formula_in_a_name_is_text_in_CSV()
    {
        await _folder.ImportAsync(StoreFolder.Line(1, ""","user":"=HYPERLINK(A1)" """));

        CommandRun run = await ExportAsync(_folder.Database, "--format", "csv");

        run.Output.Should().Contain(",'=HYPERLINK(A1),").And.NotContain(",=HYPERLINK");
    }

    [Fact]
    public async Task FOCUS_has_its_columns_and_no_row_without_a_price()
    {
        await _folder.ImportAsync(
            StoreFolder.Line(1, ""","project":"apollo" """),
            StoreFolder.Unpriced);

        CommandRun run = await ExportAsync(_folder.Database, "--focus");

        string[] lines = run.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2);
        lines[0].Split(',').Should().Contain(
        [
            "BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart",
            "ConsumedQuantity", "ContractedCost", "EffectiveCost", "ListCost", "PricingUnit", "ProviderName",
            "ServiceCategory", "ServiceName", "SubAccountId", "Tags",
        ]);
        lines[1].Should().ContainAll("0.5", "USD", "2026-03-01T00:00:00Z", "AI and Machine Learning", "apollo");
        run.Error.Should().Contain("1 left out");
    }

    [Fact]
    public async Task An_export_that_fails_leaves_the_old_file_alone()
    {
        string file = _folder.Write("out.jsonl", "old");

        CommandRun run = await ExportAsync(_folder.Database, "--output", file);

        run.Code.Should().Be(2, "there is no store");
        File.ReadAllText(file).Trim().Should().Be("old");
    }

    [Fact]
    public async Task A_compressed_export_is_a_gzip_file()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        await ExportAsync(_folder.Database, "--output", _folder.File("out.jsonl.gz"));

        using var gzip = new GZipStream(File.OpenRead(_folder.File("out.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Should().StartWith("{\"id\"");
    }

    private static Task<CommandRun> ExportAsync(string database, params string[] more) => CommandRun.OfAsync(
        ExportCommand.Create(), ["--store", database, "--from", All, "--to", "2100-01-01", .. more]);
}
