using System.Globalization;
using System.Text.Json;
using TokenUsage.Cli.Reports;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

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
    [InlineData("focus.csv")]
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
        run.Error.Should().Contain("'docx'").And.Contain("csv, focus, html, json, pdf");
    }

    [Fact]
    public async Task FOCUS_charges_each_department_by_day_and_model_and_adds_up_to_the_whole()
    {
        const string department = ""","project":"apollo","tags":{"department":"R&D"} """;
        await _folder.ImportAsync(
            StoreFolder.Line(1, department), StoreFolder.Line(25, department), StoreFolder.Line(3),
            StoreFolder.Unpriced);

        List<Dictionary<string, string>> rows = await FocusAsync("--charge-to", "tag:department");
        CommandRun json = await RunAsync("--charge-to", "tag:department", "--json");

        rows.Should().HaveCount(2).And.OnlyContain(row => MandatoryInFocus.All(row.ContainsKey));
        rows.Sum(row => decimal.Parse(row["BilledCost"], CultureInfo.InvariantCulture)).Should().Be(1.5m);
        rows.Select(row => (row["SubAccountId"], row["SubAccountType"], row["Tags"])).Should().Equal(
            ("R&D", "tag:department", """{"department":"R\u0026D"}"""), ("", "", ""));
        rows[0].Should().Contain("ChargePeriodStart", "2026-03-01T00:00:00Z")
            .And.Contain("ChargePeriodEnd", "2026-03-02T00:00:00Z").And.Contain("ProviderName", "openai")
            .And.Contain("ResourceId", "gpt-4o").And.Contain("x_Calls", "2");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        report.RootElement.GetProperty("charges").EnumerateArray()
            .Sum(charge => charge.GetProperty("totals").GetProperty("calls").GetInt64())
            .Should().Be(report.RootElement.GetProperty("summary").GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task A_charge_ends_with_its_day_in_the_zone_and_lies_within_the_period()
    {
        await FillAsync();

        List<Dictionary<string, string>> rows = await FocusAsync("--zone", "Asia/Kathmandu");

        rows.Select(row => (row["ChargePeriodStart"], row["ChargePeriodEnd"])).Should().Equal(
            ("2026-02-28T18:15:00Z", "2026-03-01T18:15:00Z"), ("2026-03-01T18:15:00Z", "2026-03-02T18:15:00Z"));
    }

    // The columns that FOCUS 1.2 calls mandatory.
    private static string[] MandatoryInFocus { get; } =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
        "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd",
        "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity",
        "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName",
    ];

    private async Task<List<Dictionary<string, string>>> FocusAsync(params string[] more)
    {
        CommandRun run = await RunAsync(["--format", "focus", .. more]);
        run.Code.Should().Be(ExitCode.Success, run.Error);
        List<List<string>> rows = [.. CsvText.Read(new StringReader(run.Output))];
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
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
