using System.Text.Json;
using TokenUsage.Cli.Bills;

namespace TokenUsage.Cli.Tests.Bills;

public sealed class ReconcileCommandTests : IDisposable
{
    // Three calls of 1 March 2026 with 1, 2 and 3 tokens in, one token out and $0.50 each.
    private static readonly string[] ThreeCalls = [StoreFolder.Line(1), StoreFolder.Line(2), StoreFolder.Line(3)];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bill_of_OpenAI_that_agrees_in_tokens_requests_and_dollars_is_success()
    {
        await _folder.ImportAsync(ThreeCalls);

        CommandRun run = await RunAsync(
            _folder.Write("usage.json", OpenAIUsage(input: 6, output: 3, requests: 3)),
            _folder.Write("costs.json", OpenAICosts("1.5")));

        run.Should().Be(new CommandRun(0, "All 2 lines of the bill agree with the records.\n", ""));
    }

    [Fact]
    public async Task Calls_that_the_bill_has_more_are_counted_and_said_to_have_passed_by()
    {
        await _folder.ImportAsync(ThreeCalls);

        CommandRun run = await RunAsync(_folder.Write("usage.json", OpenAIUsage(input: 106, output: 13, requests: 5)));

        run.Code.Should().Be(1);
        run.Output.Should().ContainAll("requests", "106", "100", "94.3", "calls that did not pass the monitor")
            .And.Contain("0 of 1 lines");
    }

    [Fact]
    public async Task The_parts_into_which_Anthropic_divides_input_are_one_input()
    {
        await _folder.ImportAsync("""
            {"id":"0190a000-0000-7000-8000-000000000001","started_at":"2026-03-01T10:00:00Z","provider":"anthropic",
            "model":"claude-sonnet-4-5-20250929","input":1111,"cached_input":1000,"output":7,"usd":0.25}
            """.ReplaceLineEndings(""));
        string usage = _folder.Write("usage.json", """
            {"data":[{"starting_at":"2026-03-01T00:00:00Z","ending_at":"2026-03-02T00:00:00Z","results":[
            {"model":"claude-sonnet-4-5-20250929","uncached_input_tokens":1,"cache_read_input_tokens":1000,
            "output_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":100}}]}],
            "has_more":false}
            """);
        string cost = _folder.Write("cost.json", """
            {"data":[{"starting_at":"2026-03-01T00:00:00Z","ending_at":"2026-03-02T00:00:00Z","results":[
            {"currency":"USD","amount":"20.5"},{"currency":"USD","amount":"4.5"}]}],"has_more":false}
            """);

        CommandRun run = await RunAsync(usage, cost);

        run.Should().Be(new CommandRun(0, "All 2 lines of the bill agree with the records.\n", ""));
    }

    [Fact]
    public async Task A_model_that_was_recorded_and_is_on_no_bill_is_a_line_of_its_own()
    {
        string other = StoreFolder.Line(4).Replace("gpt-4o", "gpt-4.1", StringComparison.Ordinal);
        await _folder.ImportAsync([.. ThreeCalls, other]);

        using JsonDocument answer = JsonDocument.Parse((await RunAsync(
            _folder.Write("usage.json", OpenAIUsage(input: 6, output: 3, requests: 3)), "--json")).Output);

        answer.RootElement.GetProperty("agrees").GetBoolean().Should().BeFalse();
        JsonElement line = answer.RootElement.GetProperty("lines")[1];
        line.GetProperty("model").GetString().Should().Be("gpt-4.1");
        line.GetProperty("measures").GetProperty("input").GetProperty("missing").GetInt64().Should().Be(-4);
    }

    [Fact]
    public async Task A_difference_within_the_tolerance_counts_as_equal()
    {
        await _folder.ImportAsync(ThreeCalls);
        string bill = _folder.Write("bill.csv", "day,model,input,usd", "2026-03-01,gpt-4o,6,1.52");

        (await RunAsync(bill, "--provider", "openai")).Code.Should().Be(1);
        (await RunAsync(bill, "--provider", "openai", "--tolerance", "2")).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_day_on_which_nothing_was_recorded_is_missing_as_a_whole()
    {
        await _folder.ImportAsync(ThreeCalls);
        string bill = _folder.Write("bill.csv", "day,input", "2026-03-01,6", "2026-03-05,9");

        CommandRun run = await RunAsync(bill, "--provider", "openai");

        run.Output.Should().ContainAll("2026-03-05", "nothing recorded", "1 of 2 lines").And.NotContain("2026-03-01");
    }

    [Theory]
    [InlineData("bill.csv", "day,colour\n2026-03-01,red", 1, "a column 'colour'")]
    [InlineData("bill.csv", "model,input\ngpt-4o,1", 1, "no column 'day'")]
    [InlineData("bill.csv", "day,input\n03/01/2026,1", 1, "'03/01/2026'")]
    [InlineData("bill.csv", "day,input\n2026-03-01,1.5", 1, "'1.5' for 'input'")]
    [InlineData("bill.csv", "day,input\n2026-03-01", 1, "1 values for 2 columns")]
    [InlineData("bill.csv", "day,input", 2, "hold no usage")]
    [InlineData("bill.json", "{", 1, "is no JSON")]
    [InlineData("bill.json", "{\"rows\":[]}", 1, "no usage or cost report")]
    [InlineData("bill.json", "{\"object\":\"page\",\"data\":[],\"has_more\":true}", 2, "has_more")]
    public async Task A_bill_that_cannot_be_read_is_refused_with_the_place(
        string name, string text, int code, string said)
    {
        await _folder.ImportAsync(ThreeCalls);

        CommandRun run = await RunAsync(_folder.Write(name, text), "--provider", "openai");

        run.Code.Should().Be(code);
        run.Error.Should().Contain(said).And.NotContain(" at TokenUsage");
    }

    [Fact]
    public async Task A_bill_in_another_currency_is_refused()
    {
        await _folder.ImportAsync(ThreeCalls);
        string costs = OpenAICosts("1.5").Replace("usd", "eur", StringComparison.Ordinal);

        CommandRun run = await RunAsync(_folder.Write("costs.json", costs));

        run.Code.Should().Be(1);
        run.Error.Should().Contain("eur");
    }

    [Fact]
    public async Task A_table_without_a_provider_asks_for_it()
    {
        await _folder.ImportAsync(ThreeCalls);

        CommandRun run = await RunAsync(_folder.Write("bill.csv", "day,input", "2026-03-01,6"));

        run.Code.Should().Be(2);
        run.Error.Should().Contain("--provider");
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(ReconcileCommand.Create(), [.. arguments, "--store", _folder.Database]);

    // 1772323200 is 2026-03-01T00:00:00Z.
    private static string OpenAIUsage(long input, long output, long requests) => $$"""
        {"object":"page","data":[{"object":"bucket","start_time":1772323200,"end_time":1772409600,"results":[
        {"object":"organization.usage.completions.result","input_tokens":{{input}},"output_tokens":{{output}},
        "num_model_requests":{{requests}},"model":"gpt-4o","project_id":null}]}],"has_more":false,"next_page":null}
        """;

    private static string OpenAICosts(string value) => $$"""
        {"object":"page","data":[{"object":"bucket","start_time":1772323200,"end_time":1772409600,"results":[
        {"object":"organization.costs.result","amount":{"value":{{value}},"currency":"usd"},"line_item":null}]}],
        "has_more":false}
        """;
}
